using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The largest value of a row; NaN if it holds one.</summary>
internal static unsafe class RowMax
{
    public static float Of(float* x, int length)
    {
        float max = float.NegativeInfinity;
        int i = 0;
        if (F512.IsSupported) i = Run<F512>(x, i, length, ref max);
        if (F256.IsSupported) i = Run<F256>(x, i, length, ref max);
        if (F128.IsSupported) i = Run<F128>(x, i, length, ref max);
        Run<F1>(x, i, length, ref max);
        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run<TSimd>(float* x, int i, int end, ref float max) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (i + TSimd.Width > end) return i;
        TSimd best = TSimd.Load(x + i);
        for (i += TSimd.Width; i + TSimd.Width <= end; i += TSimd.Width) best = TSimd.Max(best, TSimd.Load(x + i));

        float* lanes = stackalloc float[16];
        TSimd.Store(best, lanes);
        for (int lane = 0; lane < TSimd.Width; lane++) max = MathF.Max(max, lanes[lane]);
        return i;
    }
}
