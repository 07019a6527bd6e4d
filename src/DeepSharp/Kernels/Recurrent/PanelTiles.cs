using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Products of some rows with one panel of packed weights, tile by tile.</summary>
internal static unsafe class PanelTiles
{
    // 26 KB at 256 bits. lstm.b32_t64_128_256 takes 7.40 ms so and 7.57 by pieces of 256.
    private const int PieceDepth = 416;

    /// <summary>c[r, j] = Σ a[r·aStride + k]·panel[k·width + j]; c has rows of the panel's width.</summary>
    // Piece by piece of the depth, all rows before the next: the piece of the panel stays in the first-level cache, or nearly so.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply<TSimd>(float* a, nint aStride, int rows, int depth, float* panel, float* c)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        int tiles = (rows - 1) / RegisterTile.Rows<TSimd>() + 1, pieces = (depth - 1) / PieceDepth + 1;
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
