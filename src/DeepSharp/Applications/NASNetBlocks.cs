using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The parts of NASNet's cells.</summary>
internal static class NASNetBlocks
{
    public static Conv2D Convolution(int filters, int kernel, int stride, string padding, string name) =>
        new(filters, kernel, stride, padding, useBias: false, kernelInitializer: "he_normal", name: name);

    public static SymbolicTensor Normalize(SymbolicTensor x, string name) =>
        x.Then(new BatchNormalization(momentum: 0.9997, epsilon: 1e-3, name: name));

    /// <summary>Two separable convolutions, each with a relu before and a normalization after it; the first may halve the image.</summary>
    public static SymbolicTensor Separable(SymbolicTensor x, int filters, int kernel, string id, int stride = 1)
    {
        x = x.ThenReLU();
        if (stride == 2) x = x.Then(ConvolutionBlocks.BeforeStride2(x, kernel, $"separable_conv_1_pad_{id}"));
        x = x.Then(new SeparableConv2D(
            filters, kernel, stride, stride == 2 ? "valid" : "same", useBias: false, name: $"separable_conv_1_{id}"));
        x = Normalize(x, $"separable_conv_1_bn_{id}").ThenReLU()
            .Then(new SeparableConv2D(filters, kernel, padding: "same", useBias: false, name: $"separable_conv_2_{id}"));
        return Normalize(x, $"separable_conv_2_bn_{id}");
    }

    /// <summary>A convolution of single pixels, with a relu before and a normalization after it.</summary>
    public static SymbolicTensor Squeeze(SymbolicTensor x, int filters, string convolutionName, string normalizationName) =>
        Normalize(x.ThenReLU().Then(Convolution(filters, 1, 1, "same", convolutionName)), normalizationName);

    /// <summary>The cell before the last one, with the pixels of the last one and so many channels.</summary>
    public static SymbolicTensor Adjust(SymbolicTensor? before, SymbolicTensor last, int filters, string id)
    {
        if (before is null) return last;
        if (before.Shape[2] != last.Shape[2]) return Halve(before, filters, id);
        return before.Shape[^1] == filters ? before : Squeeze(before, filters, $"adjust_conv_projection_{id}", $"adjust_bn_{id}");
    }

    // Every second pixel for one half of the channels, and those between, a row down and a column right, for the other.
    private static SymbolicTensor Halve(SymbolicTensor x, int filters, string id)
    {
        x = x.ThenReLU($"adjust_relu_1_{id}");
        SymbolicTensor even = x.Then(new AveragePooling2D(1, 2, "valid", name: $"adjust_avg_pool_1_{id}"))
            .Then(Convolution(filters / 2, 1, 1, "same", $"adjust_conv_1_{id}"));
        SymbolicTensor odd = x.Then(new ZeroPadding2D((0, 1), (0, 1)))
            .Then(new Cropping2D((1, 0), (1, 0)))
            .Then(new AveragePooling2D(1, 2, "valid", name: $"adjust_avg_pool_2_{id}"))
            .Then(Convolution(filters / 2, 1, 1, "same", $"adjust_conv_2_{id}"));
        return Normalize(new Concatenate().Apply(even, odd), $"adjust_bn_{id}");
    }
}
