using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>0 up to -1, x from 1 on, (x + 1)² / 4 between.</summary>
internal readonly struct SparsePlusFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd shifted = x + one;
        TSimd middle = TSimd.Splat(0.25f) * shifted * shifted;
        return TSimd.Select(TSimd.GreaterThanOrEqual(x, one), x, TSimd.GreaterThan(x, -one) & middle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(TSimd.Zero, TSimd.Min(TSimd.Splat(1f), TSimd.Splat(0.5f) * (x + TSimd.Splat(1f))));
}
