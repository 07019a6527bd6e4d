using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The transformed kernel of a <see cref="WinogradProduct"/>, (panel, chunk of depth, frequency, k, column). Columns that do not exist
/// are 0.
/// </summary>
internal readonly unsafe struct WinogradKernelPanels<TSimd, TTile>(
    WinogradProduct product, WinogradBlocking blocking, float* panels) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    // Depth that is copied at a time: nine taps of it stay in the first cache.
    private const int CopyDepth = 16;

    // Depth from the row that is transformed to the one that is asked of memory.
    private const int AheadDepth = 8;

    private readonly WinogradProduct _product = product;
    private readonly WinogradBlocking _blocking = blocking;
    private readonly float* _panels = panels;

    /// <summary>Transforms all of it into scratch memory of the calling thread.</summary>
    public static float* Create(in WinogradProduct product, in WinogradBlocking blocking)
    {
        int pieces = blocking.Panels * blocking.Chunks;
        float* panels = Scratch.Get(ScratchSlot.PackedRight, pieces * product.Grid.Planes * (long)blocking.KernelPlane);
        int grain = Math.Max(1, 8 * 1024 / (blocking.ChunkDepth * blocking.PanelWidth)); // about 10 microseconds
        WorkerPool.For(pieces, grain, new WinogradKernelPanels<TSimd, TTile>(product, blocking, panels));
        return panels;
    }

    // One index is one chunk of one panel.
    public void Invoke(int start, int end)
    {
        float* scratch = Scratch.Get(ScratchSlot.EdgeTile, ScratchLength(_blocking));
        for (int i = start; i < end; i++)
        {
            (int panel, int chunk) = Math.DivRem(i, _blocking.Chunks);
            Transform(_product, _blocking, panel, chunk, scratch, _panels + i * _product.Grid.Planes * _blocking.KernelPlane);
        }
    }

    /// <summary>Floats of scratch memory that <see cref="Transform"/> needs.</summary>
    public static int ScratchLength(in WinogradBlocking blocking) => 9 * CopyDepth * blocking.PanelWidth + 18 * TSimd.Width;

    /// <summary>Transforms a chunk of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(in WinogradProduct product, in WinogradBlocking blocking, int panel, int chunk, float* scratch, float* to)
    {
        int width = blocking.PanelWidth, column = panel * width, existing = Math.Min(width, product.Columns - column);
        int first = blocking.ChunkStart(chunk), end = blocking.ChunkStart(chunk + 1);
        bool inPlace = !product.TransposedKernel && existing == width;
        nint plane = blocking.KernelPlane, tapStride, rowStride;
        float* buffer = scratch + 9 * CopyDepth * width;
        for (int k = first; k < end; k += CopyDepth)
        {
            int depth = Math.Min(CopyDepth, end - k);
            float* from;
            if (inPlace)
            {
                (tapStride, rowStride) = ((nint)product.Depth * product.Columns, product.Columns);
                from = product.Kernel + (nint)k * product.Columns + column;
            }
            else
            {
                (tapStride, rowStride) = (CopyDepth * width, width);
                from = scratch;
                if (product.TransposedKernel) Transpose(product, k, depth, column, existing, width, scratch);
                else Copy(product, k, depth, column, existing, width, scratch);
            }

            for (int r = 0; r < depth; r++, from += rowStride, to += width)
            {
                if (inPlace) PrefetchTaps(from + AheadDepth * rowStride, tapStride, width);
                for (int j = 0; j < width; j += TSimd.Width)
                {
                    WinogradTransform<TSimd, TTile>.Kernel(from + j, tapStride, buffer, to + j, plane);
                }
            }
        }
    }

    // A panel's part of the kernel is short pieces far apart, which no hardware foresees. Beyond the end a hint does no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTaps(float* from, nint tapStride, int width)
    {
        for (int tap = 0; tap < 9; tap++, from += tapStride)
        {
            for (int j = 0; j < width; j += Prefetch.LineLength) Prefetch.Line(from + j);
        }
    }

    private static void Copy(in WinogradProduct product, int k, int depth, int column, int existing, int width, float* to)
    {
        for (int tap = 0; tap < 9; tap++)
        {
            float* from = product.Kernel + ((nint)tap * product.Depth + k) * product.Columns + column;
            PanelPacking.CopyEdge(from, product.Columns, existing, depth, to + tap * CopyDepth * width, width);
        }
    }

    // The taps in reverse.
    private static void Transpose(in WinogradProduct product, int k, int depth, int column, int existing, int width, float* to)
    {
        bool isWhole = TransposeBlock.IsSupported && depth == CopyDepth && existing == width && width % TransposeBlock.Size == 0;
        for (int tap = 0; tap < 9; tap++)
        {
            float* from = product.Kernel + ((nint)(8 - tap) * product.Columns + column) * product.Depth + k;
            float* copy = to + tap * CopyDepth * width;
            if (!isWhole)
            {
                PanelPacking.Transpose(from, product.Depth, existing, depth, copy, width);
                continue;
            }

            for (int i = 0; i < CopyDepth; i += TransposeBlock.Size)
            {
                for (int j = 0; j < width; j += TransposeBlock.Size)
                {
                    TransposeBlock.Run(from + (nint)j * product.Depth + i, product.Depth, copy + i * width + j, width);
                }
            }
        }
    }
}
