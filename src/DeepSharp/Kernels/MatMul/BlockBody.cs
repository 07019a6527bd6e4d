using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Computes blocks of C, each over the whole depth; an index is a block. Blocks with the same columns are neighbours: their part of B is
/// in the cache of the thread that reads it.
/// </summary>
internal readonly unsafe struct BlockBody<TSimd>(MatMulPlan* plan) : IRangeBody where TSimd : unmanaged, ISimd<TSimd>
{
    public void Invoke(int start, int end)
    {
        int rowBlocks = plan->Blocking.RowBlocks;
        for (int block = start; block < end; block++)
        {
            for (int step = 0; step < plan->Steps; step++) Compute(*plan, block % rowBlocks, block / rowBlocks, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Compute(in MatMulPlan plan, int rowBlock, int columnBlock, int step)
    {
        int firstTile = plan.Blocking.FirstTile(rowBlock), lastTile = plan.Blocking.FirstTile(rowBlock + 1);
        int firstPanel = plan.Blocking.FirstPanel(columnBlock), lastPanel = plan.Blocking.FirstPanel(columnBlock + 1);
        int lastFull = Math.Min(lastPanel, plan.Blocking.FullPanels), width = RegisterTile.Columns<TSimd>();

        var segment = default(TileSegment);
        var task = new TileTask
        {
            Segments = &segment,
            SegmentCount = 1,
            CRowStride = plan.Problem.Columns,
            Depth = plan.StepDepth(step),
            Accumulate = plan.AddsToC(step),
        };
        var columns = new PanelColumns<TSimd>(plan, firstPanel, lastPanel, step, ref task);
        for (int tile = firstTile; tile < lastTile; tile++)
        {
            int row = plan.Blocking.RowStart(tile), rows = plan.Blocking.RowStart(tile + 1) - row;
            TileRows.Set<TSimd>(plan, row, rows, step, ref task);
            for (int panel = firstPanel; panel < lastFull; panel++)
            {
                task.B = columns.Panel(panel);
                task.C = plan.C(row, panel * width);
                if (task.Depth >= 64) PrefetchTile(task, rows, width);
                RegisterTile.Compute<TSimd>(rows, task);
                if (!plan.HasEpilogue(step)) continue;
                TileEpilogue.InPlace<TSimd>(task.C, rows, task.CRowStride, plan.Bias(panel * width), plan.Problem.Activation);
            }

            if (lastFull < lastPanel) EdgeTile.Compute<TSimd>(plan, row, rows, lastFull * width, columns.Edge, step, task);
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
