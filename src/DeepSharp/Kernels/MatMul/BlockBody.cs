using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Computes blocks of a slab of C, each over the slab's whole depth; an index is a block. Blocks with the same columns are neighbours:
/// their part of
/// B stays in cache.
/// </summary>
internal readonly unsafe struct BlockBody<TSimd>(MatMulSlab* slab) : IRangeBody where TSimd : unmanaged, ISimd<TSimd>
{
    public void Invoke(int start, int end)
    {
        for (int block = start; block < end; block++)
        {
            for (int step = 0; step < slab->Steps; step++)
            {
                Compute(*slab, block % slab->Blocking.RowBlocks, block / slab->Blocking.RowBlocks, step);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Compute(in MatMulSlab slab, int rowBlock, int columnBlock, int step)
    {
        MatMulBlocking blocking = slab.Blocking;
        int firstTile = rowBlock * blocking.TilesPerBlock, lastTile = Math.Min(firstTile + blocking.TilesPerBlock, blocking.RowTiles);
        int firstPanel = columnBlock * blocking.PanelsPerBlock, lastPanel = Math.Min(firstPanel + blocking.PanelsPerBlock, blocking.Panels);

        var segment = default(TileSegment);
        var task = new TileTask
        {
            ARowStride = slab.Problem.ARowStride,
            ADepthStride = slab.Problem.ADepthStride,
            Segments = &segment,
            SegmentCount = 1,
            B = slab.ReadsBInPlace ? slab.B(0, step) : slab.Packed(0, step),
            BDepthStride = slab.ReadsBInPlace ? slab.Problem.BDepthStride : RegisterTile.Columns<TSimd>(),
            CRowStride = slab.Problem.Columns,
            Depth = slab.StepDepth(step),
            Accumulate = slab.AddsToC(step),
        };
        var rows = new BlockRows<TSimd>(slab, firstTile, lastTile, step, ref task);

        // Tall tiles keep their rows of A in the first-level cache and stream B; flat ones keep a panel of B and stream A.
        if (TSimd.Width == 16)
        {
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                for (int panel = firstPanel; panel < lastPanel; panel++) ComputeTile(slab, rows, tile, panel, step, task);
            }
        }
        else
        {
            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                for (int tile = firstTile; tile < lastTile; tile++) ComputeTile(slab, rows, tile, panel, step, task);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeTile(in MatMulSlab slab, in BlockRows<TSimd> blockRows, int tile, int panel, int step, TileTask task)
    {
        int width = RegisterTile.Columns<TSimd>(), column = panel * width;
        int row = slab.Blocking.RowStart(tile), rows = slab.Blocking.RowStart(tile + 1) - row;
        task.A = blockRows.Start(tile, row);
        if (panel == slab.Blocking.FullPanels)
        {
            EdgeTile.Compute<TSimd>(slab, row, rows, column, step, task);
            return;
        }

        task.B += slab.ReadsBInPlace ? column : (nint)column * task.Depth;
        task.C = slab.C(row, column);
        if (task.Depth >= 64) PrefetchTile(task, rows, width);
        RegisterTile.Compute<TSimd>(rows, task);
        if (slab.HasEpilogue(step))
        {
            MatMulEpilogue.Apply<TSimd>(task.C, task.CRowStride, rows, width, slab.Bias(column), slab.Problem.Activation);
        }
    }

    // The tile needs C only at its end, and then all of it at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTile(in TileTask task, int rows, int width)
    {
        float* c = task.C;
        for (int r = 0; r < rows; r++, c += task.CRowStride)
        {
            Prefetch.Line(c);
            Prefetch.Line(c + width - 1);
        }
    }
}
