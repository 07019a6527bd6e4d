namespace DeepSharp.Kernels;

// The backward pass from a maximum or a minimum.
internal static unsafe partial class ReductionKernels
{
    /// <summary>
    /// dx += g at the first place, in the order of the values, where x has the reduced value y; a NaN is found by being one.
    /// <paramref name="g"/> is used up: what has been handed on becomes 0.
    /// </summary>
    public static void AddToFirstEqual(
        ReadOnlySpan<float> x, ReadOnlySpan<int> dims, uint axes, ReadOnlySpan<float> y, Span<float> g, Span<float> dx)
    {
        KernelGuard.SameLength(x, dx);
        KernelGuard.SameLength(y, g);
        int rank = dims.Length;
        Span<int> index = stackalloc int[rank];
        Span<int> strides = stackalloc int[rank];
        index.Clear();
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            bool isReduced = (axes >> axis & 1) == 1;
            strides[axis] = isReduced ? 0 : stride;
            if (!isReduced) stride *= dims[axis];
        }

        int length = rank == 0 ? 1 : dims[^1];
        int step = rank == 0 ? 0 : strides[^1];
        int at = 0;
        for (int start = 0; start < x.Length; start += length)
        {
            for (int i = 0; i < length; i++)
            {
                float value = x[start + i];
                int position = at + i * step;
                if (value != y[position] && !float.IsNaN(value)) continue;
                dx[start + i] += g[position];
                g[position] = 0f;
            }

            for (int axis = rank - 2; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < dims[axis]) break;
                at -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }
    }
}
