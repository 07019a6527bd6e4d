using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Products of some rows with one panel of packed weights, tile by tile.</summary>
internal static unsafe class PanelTiles
{
    /// <summary>c[r, j] = Σ a[r·aStride + k]·panel[k·width + j]; c has rows of the panel's width.</summary>
    // Piece by piece of the depth, all rows before the next: the piece of the panel stays in the first-level cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply<TSimd>(float* a, nint aStride, int rows, int depth, float* panel, float* c)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        int tiles = (rows - 1) / RegisterTile.Rows<TSimd>() + 1, pieces = (depth - 1) / MatMulBlocking.StepDepth + 1;
        var segment = default(TileSegment);
        var task = new TileTask
        {
            ARowStride = aStride,
            ADepthStride = 1,
            BDepthStride = width,
            CRowStride = width,
            Segments = &segment,
            SegmentCount = 1,
        };
        for (int piece = 0; piece < pieces; piece++)
        {
            int from = (int)((long)piece * depth / pieces), to = (int)((piece + 1L) * depth / pieces);
            task.B = panel + (nint)from * width;
            task.Depth = to - from;
            task.Accumulate = piece > 0;
            for (int tile = 0; tile < tiles; tile++)
            {
                int row = tile * rows / tiles;
                task.A = a + row * aStride + from;
                task.C = c + (nint)row * width;
                RegisterTile.Compute<TSimd>((tile + 1) * rows / tiles - row, task);
            }
        }
    }
}
