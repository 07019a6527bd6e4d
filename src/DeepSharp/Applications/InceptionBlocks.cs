using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>What the graphs of InceptionV3 and InceptionResNetV2 are made of.</summary>
internal static class InceptionBlocks
{
    /// <summary>A convolution that is normalized, with a relu.</summary>
    public static SymbolicTensor Convolve(
        SymbolicTensor x, int filters, Size2D kernel, int stride = 1, string padding = "same", string? name = null) => x
        .Then(new Conv2D(filters, kernel, stride, padding, useBias: false, name: name))
        .Then(new BatchNormalization(3, scale: false, name: name is null ? null : $"{name}_bn"))
        .ThenReLU(name is null ? null : $"{name}_ac");

    /// <summary>The same, to go on with.</summary>
    public static SymbolicTensor Then(this SymbolicTensor x, int filters, Size2D kernel, int stride = 1, string padding = "same") =>
        Convolve(x, filters, kernel, stride, padding);

    /// <summary>Two convolutions.</summary>
    public static SymbolicTensor Chain(SymbolicTensor x, int filters, int kernel, int moreFilters, int moreKernel) =>
        Convolve(x, filters, kernel).Then(moreFilters, moreKernel);

    /// <summary>Means over windows, and a convolution of single pixels.</summary>
    public static SymbolicTensor Averaged(SymbolicTensor x, int filters) =>
        Convolve(x.Then(new AveragePooling2D(3, 1, "same")), filters, 1);

    /// <summary>All channels of several branches.</summary>
    public static SymbolicTensor Join(string? name, params SymbolicTensor[] branches) => new Concatenate(3, name).Apply(branches);

    /// <summary>The layers before the blocks, which are the same in both: 192 channels.</summary>
    public static SymbolicTensor Stem(SymbolicTensor x) => Convolve(x, 32, 3, 2, "valid")
        .Then(32, 3, 1, "valid")
        .Then(64, 3)
        .Then(new MaxPooling2D(3, 2))
        .Then(80, 1, 1, "valid")
        .Then(192, 3, 1, "valid")
        .Then(new MaxPooling2D(3, 2));
}
