namespace DeepSharp.Kernels;

/// <summary>
/// How the gradient of a kernel is divided: its depth into blocks with their own sums, and its tiles into chunks.
/// By shapes only, so that the sums are the same for any number of threads.
/// </summary>
/// <remarks>
/// Blocks are better for the cache: a chunk reads the whole image, so several chunks read it several times. But each block costs a
/// copy of the kernel to add up, which large kernels over few pixels do not earn back: those are divided by chunks.
/// </remarks>
internal readonly record struct KernelGradientSplit(int Blocks, int Chunks, int UnitsOfStretch)
{
    private const double OperationsOfItem = 4e6;
    private const int MostItems = 32;

    // An output pixel is two operations for every value of the kernel: this many pay for adding up a copy fifty times.
    private const int PixelsOfBlock = 784;

    // Image and output gradient of a stretch stay in the second cache while the tiles of a chunk pass over them, the stretch that is
    // fetched ahead beside them.
    private const int StretchFloats = 64 * 1024;
    private const int StretchFloatsAhead = 20 * 1024;

    public static KernelGradientSplit Create(in KernelGradient gradient, int tiles)
    {
        ref readonly Conv2DGeometry g = ref gradient.Geometry;
        int items = (int)Math.Clamp(g.Operations / OperationsOfItem, 1, MostItems);
        long pixels = g.OutPixels;
        int blocks = (int)Math.Clamp(pixels / PixelsOfBlock, 1, Math.Min(items, gradient.DepthUnits));
        int chunks = Math.Min((items + blocks - 1) / blocks, tiles);
        int blockUnits = (gradient.DepthUnits + blocks - 1) / blocks;
        int floats = StretchAhead.IsUseful(gradient) ? StretchFloatsAhead : StretchFloats;
        int most = (int)Math.Clamp(floats / Math.Max(gradient.UnitLength, 1), 1, blockUnits);
        int stretches = (blockUnits + most - 1) / most;
        return new KernelGradientSplit(blocks, chunks, (blockUnits + stretches - 1) / stretches);
    }
}
