using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = 0 for x ≤ −1, x for x ≥ 1, (x + 1)²/4 between.</summary>
internal readonly struct SparsePlusFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sum = TSimd.Max(x + TSimd.Splat(1f), TSimd.Zero);
        return TSimd.Select(TSimd.GreaterThanOrEqual(x, TSimd.Splat(1f)), x, TSimd.Splat(0.25f) * sum * sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(TSimd.Splat(0.5f) * (x + TSimd.Splat(1f)), TSimd.Zero), TSimd.Splat(1f));
}
