using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Sums and extremes over axes. The bits of a result depend on the shape, never on the number of threads.</summary>
internal static unsafe partial class ReductionKernels
{
    private const int Grain = 32768;

    /// <summary>Σ x</summary>
    public static float Sum(ReadOnlySpan<float> x)
    {
        float sum = 0;
        fixed (float* px = x) RowSums.Run(px, 1, x.Length, &sum, 1f, accumulate: false);
        return sum;
    }

    /// <summary>sums[o, i] (+)= scale·Σ x[o, a, i] over the axis of x (outer, axis, inner). A mean has the scale 1/axis.</summary>
    public static void SumAxis(
        ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> sums, float scale = 1f, bool accumulate = false)
    {
        KernelGuard.Exactly(x, (long)outer * axis * inner);
        KernelGuard.Exactly(sums, (long)outer * inner);
        fixed (float* px = x)
        fixed (float* ps = sums) SumAxis(px, outer, axis, inner, ps, scale, accumulate);
    }

    /// <summary>sums[c] (+)= Σ g[r, c] over the rows: the gradient of a bias.</summary>
    public static void AccumulateColumnSums(ReadOnlySpan<float> g, int rows, int columns, Span<float> sums, bool accumulate) =>
        SumAxis(g, 1, rows, columns, sums, 1f, accumulate);

    /// <summary>g = 0 where y ≤ 0, in place: the backward pass through ReLU.</summary>
    public static void MaskByPositive(ReadOnlySpan<float> y, Span<float> g)
    {
        KernelGuard.SameLength(y, g);
        fixed (float* py = y)
        fixed (float* pg = g) WorkerPool.For(g.Length, Grain, new MaskBody(py, pg));
    }

    /// <summary><see cref="MaskByPositive"/> and then <see cref="AccumulateColumnSums"/> of what is left, in one pass.</summary>
    public static void MaskAndColumnSums(ReadOnlySpan<float> y, Span<float> g, int rows, int columns, Span<float> sums, bool accumulate)
    {
        KernelGuard.Exactly(y, (long)rows * columns);
        KernelGuard.Exactly(g, (long)rows * columns);
        KernelGuard.Exactly(sums, columns);
        if (columns == 0) return;
        fixed (float* py = y)
        fixed (float* pg = g)
        fixed (float* ps = sums) ColumnSums.Run(new MaskedSource(py, pg), 1, rows, columns, ps, 1f, accumulate);
    }

    /// <summary>
    /// target (+)= scale·Σ x, where x has the shape of the output of <paramref name="geometry"/> and the target that of the operand: sums
    /// over the axes along which the operand is repeated. The gradient of broadcasting; also a sum over any set of axes.
    /// </summary>
    public static void SumToShape(
        in BroadcastGeometry geometry, Operand operand, ReadOnlySpan<float> x, Span<float> target, float scale, bool accumulate)
    {
        KernelGuard.Exactly(x, geometry.Size);
        KernelGuard.Exactly(target, operand == Operand.Left ? geometry.LeftSize : geometry.RightSize);
        if (x.Length == target.Length)
        {
            if (accumulate) BinaryKernels.Map(x, target, target, new AddScaledFunction(scale));
            else BinaryKernels.Map(x, target, target, new ScaleLeftFunction(scale));
            return;
        }

        if (x.IsEmpty)
        {
            if (!accumulate) target.Clear();
            return;
        }

        // Axes from the outermost, neighbours of a kind merged: kept ones positive, summed ones negative.
        Span<int> axes = stackalloc int[BroadcastGeometry.MaxRank];
        int count = Alternate(geometry, operand, axes);
        fixed (float* px = x)
        fixed (float* pt = target) SumGroups(px, axes[..count], x.Length, pt, scale, accumulate);
    }

    private static int Alternate(in BroadcastGeometry geometry, Operand operand, Span<int> axes)
    {
        int count = 0;
        for (int axis = 0; axis < geometry.Rank; axis++)
        {
            int stride = operand == Operand.Left ? geometry.LeftStride(axis) : geometry.RightStride(axis);
            int length = geometry.Length(axis);
            bool isSummed = stride == 0;
            if (count > 0 && axes[count - 1] < 0 == isSummed) axes[count - 1] *= length;
            else axes[count++] = isSummed ? -length : length;
        }

        return count;
    }

    // From the innermost summed axis outwards; what is between goes to scratch and shrinks with every axis.
    private static void SumGroups(float* x, Span<int> axes, int size, float* target, float scale, bool accumulate)
    {
        float* scratch = null;
        while (true)
        {
            int last = axes.Length - 1, inner = 1;
            while (axes[last] > 0) inner *= axes[last--];
            int axis = -axes[last], outer = size / axis / inner;
            bool isOnly = last == 0 || (last == 1 && axes[0] > 0);
            if (isOnly)
            {
                SumAxis(x, outer, axis, inner, target, scale, accumulate);
                return;
            }

            size /= axis;
            scratch = scratch == null ? Scratch.Get(ScratchSlot.AxisSums, 2L * size) : scratch;
            SumAxis(x, outer, axis, inner, scratch, 1f, accumulate: false);
            x = scratch;
            scratch += size;
            // The kept axes on both sides of the one just summed are neighbours now.
            if (last < axes.Length - 1) axes[last - 1] *= axes[last + 1];
            axes = axes[..last];
        }
    }

    private static void SumAxis(float* x, int outer, int axis, int inner, float* sums, float scale, bool accumulate)
    {
        if (outer == 0 || inner == 0) return;
        if (inner == 1) RowSums.Run(x, outer, axis, sums, scale, accumulate);
        else ColumnSums.Run(new PlainSource(x), outer, axis, inner, sums, scale, accumulate);
    }

    private readonly struct MaskBody(float* y, float* g) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var source = new MaskedSource(y, g);
            nint i = start;
            if (F512.IsSupported) i = Run<F512>(source, i, end);
            else if (F256.IsSupported) i = Run<F256>(source, i, end);
            else if (F128.IsSupported) i = Run<F128>(source, i, end);
            Run<F1>(source, i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static nint Run<TSimd>(MaskedSource source, nint i, nint end) where TSimd : unmanaged, ISimd<TSimd>
        {
            for (; i <= end - TSimd.Width; i += TSimd.Width) source.Load<TSimd>(i);
            return i;
        }
    }
}
