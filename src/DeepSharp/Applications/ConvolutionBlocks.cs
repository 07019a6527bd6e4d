using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>What the graphs of several applications have in common.</summary>
internal static class ConvolutionBlocks
{
    /// <summary>Goes on with a layer.</summary>
    public static SymbolicTensor Then(this SymbolicTensor x, Layer layer) => layer.Apply(x);

    /// <summary>Goes on with the sum of two branches.</summary>
    public static SymbolicTensor Plus(this SymbolicTensor x, SymbolicTensor other, string? name = null) => new Add(name).Apply(x, other);

    /// <summary>A relu as Keras's layer <c>Activation</c>.</summary>
    public static SymbolicTensor ThenReLU(this SymbolicTensor x, string? name = null) => new ActivationLayer("relu", name).Apply(x);

    /// <summary>
    /// The padding before a window with stride 2 and padding <c>valid</c>, such that it stands as TensorFlow's <c>same</c> would.
    /// </summary>
    public static ZeroPadding2D BeforeStride2(SymbolicTensor x, int kernelSize, string name)
    {
        int half = kernelSize / 2;
        bool isKnown = x.Shape[1] != Shape.Any && x.Shape[2] != Shape.Any;
        (int rows, int columns) = isKnown ? (1 - x.Shape[1] % 2, 1 - x.Shape[2] % 2) : (1, 1);
        return new ZeroPadding2D((half - rows, half), (half - columns, half), name: name);
    }

    /// <summary>
    /// The multiple of 8 that is nearest to a number of channels, and not more than a tenth below it: Sandler et al. 2018, MobileNetV2.
    /// </summary>
    public static int MultipleOf8(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }
}
