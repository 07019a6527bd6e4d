using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The transformed squares of a <see cref="WinogradProduct"/>, (block, chunk of depth, frequency, square, k).</summary>
internal readonly unsafe struct WinogradSources<TSimd, TTile>(
    WinogradProduct product, WinogradBlocking blocking, float* sources) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    private readonly WinogradProduct _product = product;
    private readonly WinogradBlocking _blocking = blocking;
    private readonly float* _sources = sources;

    /// <summary>Transforms all of them into scratch memory of the calling thread.</summary>
    public static float* Create(in WinogradProduct product, in WinogradBlocking blocking)
    {
        int pieces = blocking.Blocks * blocking.Chunks;
        float* sources = Scratch.Get(ScratchSlot.WinogradSources, pieces * product.Grid.Planes * (long)blocking.SourcePlane);
        int grain = Math.Max(1, 4 * 1024 / (blocking.ChunkDepth * blocking.BlockTiles)); // about 10 microseconds
        WorkerPool.For(pieces, grain, new WinogradSources<TSimd, TTile>(product, blocking, sources));
        return sources;
    }

    // One index is one chunk of one block.
    public void Invoke(int start, int end)
    {
        float* scratch = Scratch.Get(ScratchSlot.EdgeTile, ScratchLength(_blocking));
        for (int i = start; i < end; i++)
        {
            (int block, int chunk) = Math.DivRem(i, _blocking.Chunks);
            Transform(_product, _blocking, block, chunk, scratch, _sources + i * _product.Grid.Planes * _blocking.SourcePlane);
        }
    }

    /// <summary>Floats of scratch memory that <see cref="Transform"/> needs.</summary>
    public static long ScratchLength(in WinogradBlocking blocking)
    {
        long side = TTile.Outputs + 2;
        return side * side * (blocking.ChunkDepth + TSimd.Width);
    }

    /// <summary>Transforms a chunk of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(in WinogradProduct product, in WinogradBlocking blocking, int block, int chunk, float* scratch, float* to)
    {
        WinogradGrid grid = product.Grid;
        int first = blocking.ChunkStart(chunk), count = blocking.ChunkStart(chunk + 1) - first, last = count - TSimd.Width;
        int firstTile = block * blocking.BlockTiles, endTile = firstTile + blocking.TilesOf(block, grid);
        nint row = blocking.SourceRow, plane = blocking.SourcePlane;
        float* copy = scratch + grid.Planes * TSimd.Width;
        for (int tile = firstTile; tile < endTile; tile++, to += row)
        {
            (int image, int y, int x) = grid.Locate(tile);
            var window = WinogradWindow.Open<TSimd>(
                product.Source + image * product.SourceImage + first, product.Depth, grid.Vertical.Sources,
                grid.Horizontal.Sources, y - grid.Vertical.Padding, x - grid.Horizontal.Padding, grid.Inputs, count, copy);

            // The last register may overlap the one before.
            for (int c = 0; c < count; c += TSimd.Width)
            {
                int at = Math.Min(c, last);
                WinogradTransform<TSimd, TTile>.Input(window.Start + at, window.RowStride, window.PixelStride, scratch, to + at, plane);
            }
        }
    }
}
