using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>A small U-Net that finds one kind of pixel in images of 128 x 128: three levels of 16, 32 and 64 channels, training steps.</summary>
/// <remarks>Ronneberger, Fischer and Brox 2015, "U-Net: Convolutional Networks for Biomedical Image Segmentation", figure 1, smaller.</remarks>
internal static class UNet
{
    private const int Batch = 4;
    private const double ForwardOperations = 2.0 * 401_604_608;

    public static IEnumerable<Measurement> Measurements() =>
        [new Measurement("unet.train.b4_128", Train) { Operations = 3 * Batch * ForwardOperations, Images = Batch }];

    private static Action Train()
    {
        Model model = Create();
        Tensor x = Noise.From0To1([Batch, 128, 128, 3]), y = Tensor.Zeros([Batch, 128, 128, 1]);
        for (int i = 0; i < y.Size; i++) y.Span[i] = i * 37 % 5 < 2 ? 1 : 0;
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Model Create()
    {
        var image = new Input([128, 128, 3]);
        SymbolicTensor first = Twice(image, 16), second = Twice(new MaxPooling2D(2).Apply(first), 32);
        SymbolicTensor bottom = Twice(new MaxPooling2D(2).Apply(second), 64);
        SymbolicTensor x = Twice(new Concatenate().Apply(second, new Conv2DTranspose(32, 2, strides: 2).Apply(bottom)), 32);
        x = Twice(new Concatenate().Apply(first, new Conv2DTranspose(16, 2, strides: 2).Apply(x)), 16);
        var model = new Model(image, new Conv2D(1, 1, activation: "sigmoid").Apply(x));
        if (model.CountParams() != 117_041) throw new InvalidOperationException($"U-Net: 117,041 parameters were expected, not {model.CountParams()}.");
        model.Compile(new Adam(1e-3f), Loss.BinaryCrossentropy());
        return model;
    }

    private static SymbolicTensor Twice(SymbolicTensor x, int filters)
    {
        for (int i = 0; i < 2; i++) x = new Conv2D(filters, 3, padding: "same", activation: "relu").Apply(x);
        return x;
    }
}
