using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>ResNet-18 on photographs of 224 x 224 pixels in 1000 classes: training steps and inference.</summary>
/// <remarks>He, Zhang, Ren and Sun 2016, "Deep Residual Learning for Image Recognition", table 1.</remarks>
internal static class ResNet
{
    private const double ForwardOperations = 2 * 1.814e9;

    public static IEnumerable<Measurement> Measurements()
    {
        foreach (int batch in (int[])[1, 4])
        {
            yield return new Measurement(
                $"resnet18.infer.b{batch}", () => Infer(batch))
            { Operations = batch * ForwardOperations, Images = batch };
        }

        yield return new Measurement("resnet18.train.b4", () => Train(4)) { Operations = 3 * 4 * ForwardOperations, Images = 4 };
    }

    private static Model Create()
    {
        var image = new Input([224, 224, 3]);
        SymbolicTensor x = new MaxPooling2D(3, 2, "same").Apply(Convolve(image, 64, 7, 2));
        foreach ((int filters, int strides) in ((int, int)[])[(64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)])
        {
            x = Block(x, filters, strides);
        }

        var model = new Model(image, new Dense(1000).Apply(new GlobalAveragePooling2D().Apply(x)));
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy(fromLogits: true));
        return model;
    }

    private static SymbolicTensor Block(SymbolicTensor x, int filters, int strides)
    {
        SymbolicTensor y = Normalize(Convolve(x, filters, 3, strides), filters);
        bool changes = strides != 1 || x.Shape[^1] != filters;
        SymbolicTensor shortcut = changes ? Normalize(x, filters, strides) : x;
        return new ReLU().Apply(new Add().Apply(y, shortcut));
    }

    private static SymbolicTensor Convolve(SymbolicTensor x, int filters, int size, int strides) => new ReLU().Apply(
        new BatchNormalization().Apply(new Conv2D(filters, size, strides, "same", useBias: false).Apply(x)));

    private static SymbolicTensor Normalize(SymbolicTensor x, int filters, int? strides = null) => new BatchNormalization().Apply(
        new Conv2D(filters, strides is null ? 3 : 1, strides ?? 1, "same", useBias: false).Apply(x));

    private static Action Infer(int batch)
    {
        Model model = Create();
        Tensor x = Noise.From0To1([batch, 224, 224, 3]);
        return () => model.Predict(x, batchSize: batch);
    }

    private static Action Train(int batch)
    {
        Model model = Create();
        Tensor x = Noise.From0To1([batch, 224, 224, 3]);
        Tensor y = Tensor.FromLabels([.. Enumerable.Range(0, batch).Select(i => i * 37 % 1000)]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }
}
