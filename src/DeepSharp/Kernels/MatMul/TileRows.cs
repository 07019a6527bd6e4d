namespace DeepSharp.Kernels;

/// <summary>The rows of A that a tile multiplies with, a step deep: read in place, or copied to scratch memory of the thread.</summary>
internal static unsafe class TileRows
{
    /// <summary>Sets A and its strides in <paramref name="task"/> for the rows of a tile.</summary>
    public static void Set<TSimd>(in MatMulPlan plan, int row, int rows, int step, ref TileTask task)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        float* source = plan.A(row, step);
        if (!plan.PacksA)
        {
            task.A = source;
            (task.ARowStride, task.ADepthStride) = (plan.Problem.ARowStride, plan.Problem.ADepthStride);
        }
        else if (plan.Problem.IsTransposedA)
        {
            int width = (RegisterTile.Rows<TSimd>() + TSimd.Width - 1) / TSimd.Width * TSimd.Width;
            task.A = Scratch.Get(ScratchSlot.PackedLeft, (long)task.Depth * width);
            PanelPacking.CopyColumns<TSimd>(
                source, plan.Problem.ADepthStride, rows, plan.Problem.Rows - row, task.Depth, task.A, width);
            (task.ARowStride, task.ADepthStride) = (1, width);
        }
        else
        {
            // An odd number of cache lines: the rows of a tile spread over the sets of the cache.
            nint stride = (task.Depth + 15) / 32 * 32 + 16;
            task.A = Scratch.Get(ScratchSlot.PackedLeft, rows * stride);
            PanelPacking.CopyRows(source, plan.Problem.ARowStride, rows, task.Depth, task.A, stride);
            (task.ARowStride, task.ADepthStride) = (stride, 1);
        }
    }
}
