using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Choice between two operands by a mask of the output's length: y = mask ≠ 0 ? a : b.</summary>
internal static unsafe class SelectKernels
{
    private const int Grain = 32768;

    /// <summary>y = mask ≠ 0 ? a : b. Operands have the length of the output, or length 1 and are repeated.</summary>
    public static void Map(ReadOnlySpan<float> mask, ReadOnlySpan<float> whenTrue, ReadOnlySpan<float> whenFalse, Span<float> y)
    {
        KernelGuard.SameLength(mask, y);
        if (whenTrue.Length != 1) KernelGuard.SameLength(whenTrue, y);
        if (whenFalse.Length != 1) KernelGuard.SameLength(whenFalse, y);
        fixed (float* pm = mask)
        fixed (float* pt = whenTrue)
        fixed (float* pf = whenFalse)
        fixed (float* py = y)
        {
            WorkerPool.For(y.Length, Grain, new MapBody(pm, pt, whenTrue.Length == 1 ? 0 : 1, pf, whenFalse.Length == 1 ? 0 : 1, py));
        }
    }

    /// <summary>dx (+)= dy where the mask is not 0, or where it is 0 for the other operand; 0 elsewhere. No broadcasting.</summary>
    public static void AccumulateGradient(ReadOnlySpan<float> mask, ReadOnlySpan<float> dy, Span<float> dx, bool forTrue, bool accumulate)
    {
        KernelGuard.SameLength(mask, dy);
        KernelGuard.SameLength(mask, dx);
        fixed (float* pm = mask)
        fixed (float* pdy = dy)
        fixed (float* pdx = dx)
        {
            WorkerPool.For(dx.Length, Grain, new GradientBody(pm, pdy, pdx, forTrue, accumulate));
        }
    }

    private readonly struct MapBody(float* mask, float* whenTrue, nint trueStep, float* whenFalse, nint falseStep, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            nint i = start;
            if (F512.IsSupported) i = Run<F512>(i, end);
            else if (F256.IsSupported) i = Run<F256>(i, end);
            else if (F128.IsSupported) i = Run<F128>(i, end);
            Run<F1>(i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private nint Run<TSimd>(nint i, nint end) where TSimd : unmanaged, ISimd<TSimd>
        {
            for (; i <= end - TSimd.Width; i += TSimd.Width)
            {
                TSimd a = trueStep == 0 ? TSimd.Splat(*whenTrue) : TSimd.Load(whenTrue + i);
                TSimd b = falseStep == 0 ? TSimd.Splat(*whenFalse) : TSimd.Load(whenFalse + i);
                TSimd.Store(TSimd.Select(TSimd.Equal(TSimd.Load(mask + i), TSimd.Zero), b, a), y + i);
            }

            return i;
        }
    }

    private readonly struct GradientBody(float* mask, float* dy, float* dx, bool forTrue, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            nint i = start;
            if (F512.IsSupported) i = Run<F512>(i, end);
            else if (F256.IsSupported) i = Run<F256>(i, end);
            else if (F128.IsSupported) i = Run<F128>(i, end);
            Run<F1>(i, end);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private nint Run<TSimd>(nint i, nint end) where TSimd : unmanaged, ISimd<TSimd>
        {
            for (; i <= end - TSimd.Width; i += TSimd.Width)
            {
                TSimd gradient = TSimd.Load(dy + i), isFalse = TSimd.Equal(TSimd.Load(mask + i), TSimd.Zero);
                TSimd part = forTrue ? TSimd.Select(isFalse, TSimd.Zero, gradient) : isFalse & gradient;
                TSimd.Store(accumulate ? TSimd.Load(dx + i) + part : part, dx + i);
            }

            return i;
        }
    }
}
