using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Applies a function to every element of a span, and its derivative on the way back.</summary>
internal static unsafe class UnaryKernels
{
    // A multiple of every register width: an element is in a vector or in the tail whatever the number of threads.
    private const int Grain = 1 << 14;

    /// <summary>y = f(x); x and y may be the same span.</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> y, TFunction function) where TFunction : unmanaged, IUnaryFunction
    {
        KernelGuard.SameLength(x, y);
        fixed (float* px = x, py = y) WorkerPool.For(x.Length, Grain, new MapBody<TFunction>(px, py, function));
    }

    /// <summary>dx = dy·f'(x), or dx += dy·f'(x); dx may be dy.</summary>
    public static void Gradient<TFunction>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, TFunction function, bool accumulate)
        where TFunction : unmanaged, IUnaryGradient
    {
        KernelGuard.SameLength(x, y);
        KernelGuard.SameLength(x, dy);
        KernelGuard.SameLength(x, dx);
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            WorkerPool.For(x.Length, Grain, new GradientBody<TFunction>(px, py, pdy, pdx, function, accumulate));
        }
    }

    private readonly struct MapBody<TFunction>(float* x, float* y, TFunction function) : IRangeBody where TFunction : unmanaged, IUnaryFunction
    {
        public void Invoke(int start, int end)
        {
            nint i = start;
            if (F512.IsSupported) i = Run<F512>(i, end);
            if (F256.IsSupported) i = Run<F256>(i, end);
            if (F128.IsSupported) i = Run<F128>(i, end);
            Run<F1>(i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private nint Run<TSimd>(nint i, nint end) where TSimd : unmanaged, ISimd<TSimd>
        {
            float* source = x;
            float* destination = y;
            TFunction f = function;
            for (; i <= end - TSimd.Width; i += TSimd.Width) TSimd.Store(f.Invoke(TSimd.Load(source + i)), destination + i);
            return i;
        }
    }

    private readonly struct GradientBody<TFunction>(float* x, float* y, float* dy, float* dx, TFunction function, bool accumulate) : IRangeBody
        where TFunction : unmanaged, IUnaryGradient
    {
        public void Invoke(int start, int end)
        {
            nint i = start;
            if (F512.IsSupported) i = Run<F512>(i, end);
            if (F256.IsSupported) i = Run<F256>(i, end);
            if (F128.IsSupported) i = Run<F128>(i, end);
            Run<F1>(i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private nint Run<TSimd>(nint i, nint end) where TSimd : unmanaged, ISimd<TSimd>
        {
            TFunction f = function;
            for (; i <= end - TSimd.Width; i += TSimd.Width)
            {
                TSimd derivative = f.Derivative(TSimd.Load(x + i), TSimd.Load(y + i));
                TSimd gradient = TSimd.Load(dy + i) * derivative;
                TSimd.Store(accumulate ? TSimd.Load(dx + i) + gradient : gradient, dx + i);
            }

            return i;
        }
    }
}
