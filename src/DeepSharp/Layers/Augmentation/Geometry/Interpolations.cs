namespace DeepSharp.Layers;

/// <summary>What augmentations know of the ways to make values between pixels.</summary>
internal static class Interpolations
{
    /// <exception cref="ArgumentException">It is neither bilinear nor nearest.</exception>
    public static Interpolation Require(Layer layer, Interpolation interpolation)
    {
        if (interpolation == Interpolation.Bilinear || interpolation == Interpolation.Nearest) return interpolation;
        throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: expected the interpolation bilinear or nearest but got {interpolation.Name}.",
            nameof(interpolation));
    }

    public static Interpolation Read(ConfigReader reader) => reader.String("interpolation", "bilinear")!;
}
