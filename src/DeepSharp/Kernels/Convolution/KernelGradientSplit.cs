namespace DeepSharp.Kernels;

/// <summary>
/// How the gradient of a kernel is divided: its tiles into chunks, and its depth into blocks with sums of their own where there are few tiles.
/// By shapes only, so that the sums are the same for any number of threads.
/// </summary>
internal readonly record struct KernelGradientSplit(int Blocks, int Chunks, int UnitsOfStretch)
{
    private const double OperationsOfItem = 4e6;
    private const int MostItems = 32;
    private const long PartialSumsFloats = 1 << 22;

    // Image and output gradient of a stretch stay in the second cache while the tiles of a chunk pass over them.
    private const int StretchFloats = 96 * 1024;

    public static KernelGradientSplit Create(in KernelGradient gradient, int tiles)
    {
        ref readonly Conv2DGeometry g = ref gradient.Geometry;
        int items = (int)Math.Clamp(g.Operations / OperationsOfItem, 1, MostItems);
        int chunks = Math.Min(items, tiles);
        int blocks = Math.Min((items + chunks - 1) / chunks, gradient.DepthUnits);
        blocks = (int)Math.Clamp(PartialSumsFloats / Math.Max(g.KernelLength, 1), 1, blocks);
        int blockUnits = (gradient.DepthUnits + blocks - 1) / blocks;
        int most = (int)Math.Clamp(StretchFloats / Math.Max(gradient.UnitLength, 1), 1, blockUnits), stretches = (blockUnits + most - 1) / most;
        return new KernelGradientSplit(blocks, chunks, (blockUnits + stretches - 1) / stretches);
    }
}
