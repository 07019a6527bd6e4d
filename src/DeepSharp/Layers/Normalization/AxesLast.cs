namespace DeepSharp.Layers;

/// <summary>Reorderings that bring some axes to the end and back, for kernels that know the last axes only.</summary>
internal static class AxesLast
{
    /// <summary>The reordering and its inverse.</summary>
    /// <param name="rank">Number of axes.</param>
    /// <param name="axes">Those that go to the end, from 0, in ascending order.</param>
    public static (TransposeOp There, TransposeOp Back) Create(int rank, ReadOnlySpan<int> axes)
    {
        int[] order = new int[rank], back = new int[rank];
        int position = 0, last = rank - axes.Length;
        for (int axis = 0; axis < rank; axis++)
        {
            int place = axes.Contains(axis) ? last++ : position++;
            order[place] = axis;
            back[axis] = place;
        }

        return (new TransposeOp(order), new TransposeOp(back));
    }
}
