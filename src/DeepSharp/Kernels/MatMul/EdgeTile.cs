namespace DeepSharp.Kernels;

/// <summary>
/// Tiles whose columns do not all exist: computed into scratch memory with the narrowest registers that hold the columns, then copied.
/// </summary>
internal static unsafe class EdgeTile
{
    /// <summary>Computes the slab's last panel for some rows; <paramref name="task"/> says where their A is.</summary>
    public static void Compute<TSimd>(in MatMulSlab slab, int row, int rows, int column, int step, TileTask task)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        task.B = slab.Packed(column, step);
        switch (MatMulBlocking.EdgePanelColumns<TSimd>(slab.Blocking.EdgeColumns))
        {
            case 32: Run<F512>(slab, row, rows, column, step, task); break;
            case 16: Run<F256>(slab, row, rows, column, step, task); break;
            case 8: Run<F128>(slab, row, rows, column, step, task); break;
            default: Run<F1>(slab, row, rows, column, step, task); break;
        }
    }

    private static void Run<TSimd>(in MatMulSlab slab, int row, int rows, int column, int step, TileTask task)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>(), columns = slab.Blocking.EdgeColumns;
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

            float* c = slab.C(row + start, column);
            Copy(result, width, c, slab.Problem.Columns, count, columns, slab.AddsToC(step));
            if (slab.HasEpilogue(step))
            {
                MatMulEpilogue.Apply<TSimd>(c, slab.Problem.Columns, count, columns, slab.Bias(column), slab.Problem.Activation);
            }
        }
    }

    private static void Copy(float* source, int sourceStride, float* destination, nint destinationStride, int rows, int columns, bool add)
    {
        for (int r = 0; r < rows; r++, source += sourceStride, destination += destinationStride)
        {
            if (add)
            {
                for (int j = 0; j < columns; j++) destination[j] += source[j];
            }
            else
            {
                for (int j = 0; j < columns; j++) destination[j] = source[j];
            }
        }
    }
}
