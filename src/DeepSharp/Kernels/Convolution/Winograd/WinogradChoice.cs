namespace DeepSharp.Kernels;

/// <summary>Whether a convolution goes by Winograd's method, and by which squares: whatever is estimated to take least time.</summary>
/// <remarks>
/// The unit is one multiplication and addition of one channel in the register tiles. A square costs its products and, for each
/// channel that comes in and each that goes out, a transform; the kernel a transform for each of its channel pairs.
/// </remarks>
internal static class WinogradChoice
{
    // Channels below this do not fill the largest register.
    private const int FewestChannels = 16;

    /// <summary>Outputs a side of the squares, or 0 for the definition.</summary>
    public static int Forward(in Conv2DGeometry g) =>
        IsPossible(g) ? Choose(g.Batch, g.OutHeight, g.OutWidth, g.InChannels, g.Filters) : 0;

    /// <summary>The same for the gradient of the input.</summary>
    public static int BackwardInput(in Conv2DGeometry g) =>
        IsPossible(g) ? Choose(g.Batch, g.InHeight, g.InWidth, g.Filters, g.InChannels) : 0;

    /// <summary>The same for the gradient of the kernel.</summary>
    public static int BackwardKernel(in Conv2DGeometry g) =>
        IsPossible(g) ? Choose(g.Batch, g.OutHeight, g.OutWidth, g.InChannels, g.Filters) : 0;

    private static bool IsPossible(in Conv2DGeometry g) =>
        Winograd.IsEnabled && !g.HasPlanes && g.KernelHeight == 3 && g.KernelWidth == 3 && g.StrideHeight == 1 && g.StrideWidth == 1
        && g.DilationHeight == 1 && g.DilationWidth == 1 && g.Groups == 1
        && g.InChannels >= FewestChannels && g.Filters >= FewestChannels;

    private static int Choose(int batch, int height, int width, int depth, int columns)
    {
        double products = (double)depth * columns;
        double direct = 9.0 * batch * height * width * products;
        double two = Tiles(2) * (16 * products + 80 * depth + 80 * columns) + 60 * products;
        double four = Tiles(4) * (36 * products + 250 * depth + 250 * columns) + 130 * products;
        if (Math.Min(two, four) > 0.8 * direct) return 0;
        return two < four ? 2 : 4;

        double Tiles(int outputs) => (double)batch * ((height + outputs - 1) / outputs) * ((width + outputs - 1) / outputs);
    }
}
