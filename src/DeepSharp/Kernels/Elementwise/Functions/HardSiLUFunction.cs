using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x·relu6(x + 3)/6 (Howard et al. 2019); f'(−3) = 0, f'(3) = 1.</summary>
internal readonly struct HardSiLUFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        x * (TSimd.Min(TSimd.Max(x + TSimd.Splat(3f), TSimd.Zero), TSimd.Splat(6f)) * TSimd.Splat(1f / 6));

    // (2x + 3)/6 between the kinks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd between = TSimd.MultiplyAdd(x, TSimd.Splat(1f / 3), TSimd.Splat(0.5f));
        TSimd inside = TSimd.GreaterThan(TSimd.Splat(3f), TSimd.Abs(x));
        return TSimd.Select(inside, between, TSimd.GreaterThan(x, TSimd.Zero) & TSimd.Splat(1f));
    }
}
