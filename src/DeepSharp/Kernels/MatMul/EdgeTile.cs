namespace DeepSharp.Kernels;

/// <summary>
/// Tiles whose columns do not all exist: computed into scratch memory with the narrowest registers that hold the columns, then copied.
/// </summary>
internal static unsafe class EdgeTile
{
    /// <summary>Computes the last panel for some rows; <paramref name="task"/> says where their A is.</summary>
    public static void Compute<TSimd>(in MatMulPlan plan, int row, int rows, int column, float* packed, int step, TileTask task)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        task.B = packed;
        switch (MatMulBlocking.EdgePanelColumns<TSimd>(plan.Blocking.EdgeColumns))
        {
            case 32: Run<F512>(plan, row, rows, column, step, task); break;
            case 16: Run<F256>(plan, row, rows, column, step, task); break;
            case 8: Run<F128>(plan, row, rows, column, step, task); break;
            default: Run<F1>(plan, row, rows, column, step, task); break;
        }
    }

    private static void Run<TSimd>(in MatMulPlan plan, int row, int rows, int column, int step, TileTask task)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(), columns = plan.Blocking.EdgeColumns;
        float* result = Scratch.Get(ScratchSlot.EdgeTile, RegisterTile.Rows<TSimd>() * width);
        task.C = result;
        (task.BDepthStride, task.CRowStride, task.Accumulate) = (width, width, false);

        // The narrow tile may have fewer rows than the one whose rows these are.
        int pieces = (rows - 1) / RegisterTile.Rows<TSimd>() + 1;
        float* a = task.A;
        for (int piece = 0; piece < pieces; piece++)
        {
            int start = piece * rows / pieces, count = (piece + 1) * rows / pieces - start;
            task.A = a + start * task.ARowStride;
            RegisterTile.Compute<TSimd>(count, task);

            new MatMulEpilogue
            {
                Sums = result,
                SumsStride = width,
                C = plan.C(row + start, column),
                CStride = plan.Problem.Columns,
                Rows = count,
                Columns = columns,
                AddsToC = plan.AddsToC(step),
                Finishes = plan.HasEpilogue(step),
                Bias = plan.Bias(column),
                Activation = plan.Problem.Activation,
            }.Run();
        }
    }
}
