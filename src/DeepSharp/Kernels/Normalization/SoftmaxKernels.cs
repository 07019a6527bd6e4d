namespace DeepSharp.Kernels;

/// <summary>
/// Softmax and its logarithm over the middle axis of (outer, axis, inner), and the backward pass. The largest element is subtracted first,
/// so that no exponential overflows.
/// </summary>
internal static unsafe class SoftmaxKernels
{
    private const int Grain = 32768;

    /// <summary>y = e^(x − m)/Σ e^(x − m) with m = max x. <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public static void Softmax(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        Forward(x, outer, axis, inner, y, isLog: false);

    /// <summary>y = x − m − log Σ e^(x − m) with m = max x. <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        Forward(x, outer, axis, inner, y, isLog: true);

    /// <summary>dx (+)= y·(dy − Σ dy·y) with y = softmax(x). <paramref name="dx"/> may be <paramref name="dy"/>.</summary>
    public static void AccumulateSoftmaxGradient(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int outer, int axis, int inner, Span<float> dx, bool accumulate) =>
        Backward(y, dy, outer, axis, inner, dx, accumulate, isLog: false);

    /// <summary>dx (+)= dy − e^y·Σ dy with y = log softmax(x). <paramref name="dx"/> may be <paramref name="dy"/>.</summary>
    public static void AccumulateLogSoftmaxGradient(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int outer, int axis, int inner, Span<float> dx, bool accumulate) =>
        Backward(y, dy, outer, axis, inner, dx, accumulate, isLog: true);

    private static void Forward(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y, bool isLog)
    {
        KernelGuard.Exactly(x, (long)outer * axis * inner);
        KernelGuard.SameLength(x, y);
        if (x.IsEmpty) return;
        fixed (float* px = x)
        fixed (float* py = y)
        {
            if (inner == 1) WorkerPool.For(outer, RowGrain(axis), new RowForward(px, py, axis, isLog));
            else WorkerPool.For(outer, RowGrain((long)axis * inner), new ColumnForward(px, py, axis, inner, isLog));
        }
    }

    private static void Backward(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int outer, int axis, int inner, Span<float> dx, bool accumulate, bool isLog)
    {
        KernelGuard.Exactly(y, (long)outer * axis * inner);
        KernelGuard.SameLength(y, dy);
        KernelGuard.SameLength(y, dx);
        if (y.IsEmpty) return;
        fixed (float* py = y)
        fixed (float* pdy = dy)
        fixed (float* pdx = dx)
        {
            if (inner == 1) WorkerPool.For(outer, RowGrain(axis), new RowBackward(py, pdy, pdx, axis, accumulate, isLog));
            else WorkerPool.For(outer, RowGrain((long)axis * inner), new ColumnBackward(py, pdy, pdx, axis, inner, accumulate, isLog));
        }
    }

    private static int RowGrain(long elements) => (int)Math.Max(1, Grain / elements);

    private readonly struct RowForward(float* x, float* y, int length, bool isLog) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int r = start; r < end; r++) Run(x + (nint)r * length, y + (nint)r * length);
        }

        private void Run(float* from, float* to)
        {
            if (F512.IsSupported && length >= F512.Width) SoftmaxRow.Forward<F512>(from, to, length, isLog);
            else if (F256.IsSupported && length >= F256.Width) SoftmaxRow.Forward<F256>(from, to, length, isLog);
            else if (F128.IsSupported && length >= F128.Width) SoftmaxRow.Forward<F128>(from, to, length, isLog);
            else SoftmaxRow.Forward<F1>(from, to, length, isLog);
        }
    }

    private readonly struct RowBackward(float* y, float* dy, float* dx, int length, bool accumulate, bool isLog) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int r = start; r < end; r++) Run((nint)r * length);
        }

        private void Run(nint at)
        {
            if (F512.IsSupported && length >= F512.Width) Run<F512>(y + at, dy + at, dx + at);
            else if (F256.IsSupported && length >= F256.Width) Run<F256>(y + at, dy + at, dx + at);
            else if (F128.IsSupported && length >= F128.Width) Run<F128>(y + at, dy + at, dx + at);
            else Run<F1>(y + at, dy + at, dx + at);
        }

        private void Run<TSimd>(float* from, float* gradient, float* to) where TSimd : unmanaged, ISimd<TSimd> =>
            SoftmaxRow.Backward<TSimd>(from, gradient, to, length, accumulate, isLog);
    }

    private readonly struct ColumnForward(float* x, float* y, int axis, int inner, bool isLog) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int o = start; o < end; o++)
            {
                nint at = (nint)o * axis * inner;
                int i = 0;
                if (F512.IsSupported) i = SoftmaxColumns.Forward<F512>(x + at, y + at, axis, inner, i, isLog);
                else if (F256.IsSupported) i = SoftmaxColumns.Forward<F256>(x + at, y + at, axis, inner, i, isLog);
                else if (F128.IsSupported) i = SoftmaxColumns.Forward<F128>(x + at, y + at, axis, inner, i, isLog);
                SoftmaxColumns.Forward<F1>(x + at, y + at, axis, inner, i, isLog);
            }
        }
    }

    private readonly struct ColumnBackward(float* y, float* dy, float* dx, int axis, int inner, bool accumulate, bool isLog) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int o = start; o < end; o++)
            {
                nint at = (nint)o * axis * inner;
                int i = 0;
                if (F512.IsSupported) i = SoftmaxColumns.Backward<F512>(y + at, dy + at, dx + at, axis, inner, i, accumulate, isLog);
                else if (F256.IsSupported) i = SoftmaxColumns.Backward<F256>(y + at, dy + at, dx + at, axis, inner, i, accumulate, isLog);
                else if (F128.IsSupported) i = SoftmaxColumns.Backward<F128>(y + at, dy + at, dx + at, axis, inner, i, accumulate, isLog);
                SoftmaxColumns.Backward<F1>(y + at, dy + at, dx + at, axis, inner, i, accumulate, isLog);
            }
        }
    }
}
