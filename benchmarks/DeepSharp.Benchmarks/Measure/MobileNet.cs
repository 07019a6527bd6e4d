using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>MobileNetV2 of width 1.0 in 1000 classes: inference of photographs of 224 x 224 pixels, training steps on 96 x 96.</summary>
/// <remarks>Sandler, Howard, Zhu, Zhmoginov and Chen 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", table 2.</remarks>
internal static class MobileNet
{
    private const int Classes = 1000;

    private static readonly (int Expansion, int Channels, int Count, int Strides)[] s_blocks =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    public static IEnumerable<Measurement> Measurements() =>
    [
        new Measurement("mobilenet.infer.b1", Infer) { Images = 1 },
        new Measurement("mobilenet.train.b8_96", Train) { Images = 8 },
    ];

    private static Action Infer()
    {
        Model model = Create(224);
        Tensor x = Noise.From0To1([1, 224, 224, 3]);
        return () => model.Predict(x, batchSize: 1);
    }

    private static Action Train()
    {
        Model model = Create(96);
        Tensor x = Noise.From0To1([8, 96, 96, 3]);
        Tensor y = Tensor.FromLabels([.. Enumerable.Range(0, 8).Select(i => i * 37 % Classes)]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Model Create(int size)
    {
        var image = new Input([size, size, 3]);
        SymbolicTensor x = Cut(new Conv2D(32, 3, 2, "same", useBias: false).Apply(image));
        foreach ((int expansion, int channels, int count, int strides) in s_blocks)
        {
            for (int i = 0; i < count; i++) x = Block(x, expansion, channels, i == 0 ? strides : 1);
        }

        x = Cut(new Conv2D(1280, 1, useBias: false).Apply(x));
        var model = new Model(image, new Dense(Classes, "softmax").Apply(new GlobalAveragePooling2D().Apply(x)));
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy());
        return model;
    }

    private static SymbolicTensor Block(SymbolicTensor x, int expansion, int channels, int strides)
    {
        SymbolicTensor y = x;
        if (expansion > 1) y = Cut(new Conv2D(x.Shape[^1] * expansion, 1, useBias: false).Apply(y));
        y = Cut(new DepthwiseConv2D(3, strides, "same", useBias: false).Apply(y));
        y = new BatchNormalization().Apply(new Conv2D(channels, 1, useBias: false).Apply(y));
        return strides == 1 && x.Shape[^1] == channels ? new Add().Apply(x, y) : y;
    }

    private static SymbolicTensor Cut(SymbolicTensor x) => new ReLU(6f).Apply(new BatchNormalization().Apply(x));
}
