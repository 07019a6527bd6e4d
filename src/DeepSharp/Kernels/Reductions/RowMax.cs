using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The largest value of a row; NaN if it holds one.</summary>
internal static unsafe class RowMax
{
    public static float Of(float* x, int length)
    {
        if (F512.IsSupported && length >= F512.Width) return Run<F512>(x, length);
        if (F256.IsSupported && length >= F256.Width) return Run<F256>(x, length);
        if (F128.IsSupported && length >= F128.Width) return Run<F128>(x, length);
        return length > 0 ? Run<F1>(x, length) : float.NegativeInfinity;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run<TSimd>(float* x, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        // The last register overlaps the one before it, which changes no maximum.
        int last = length - TSimd.Width;
        TSimd best = TSimd.Load(x + last), other = best;
        int i = 0;
        for (; i < last - TSimd.Width; i += 2 * TSimd.Width)
        {
            best = TSimd.Max(best, TSimd.Load(x + i));
            other = TSimd.Max(other, TSimd.Load(x + i + TSimd.Width));
        }

        if (i < last) best = TSimd.Max(best, TSimd.Load(x + i));
        return TSimd.Largest(TSimd.Max(best, other));
    }
}
