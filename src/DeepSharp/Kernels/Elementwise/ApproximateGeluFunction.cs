using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>½x·(1 + tanh(√(2/π)·(x + 0.044715x³))). Hendrycks and Gimpel 2016, section 2.</summary>
internal readonly struct ApproximateGeluFunction : IUnaryGradient
{
    private const float RootTwoOverPi = 0.797884560802865f;
    private const float Cubic = 0.044715f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        return TSimd.Splat(0.5f) * x * (TSimd.Splat(1f) + SimdMath.Tanh(Inner(x)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd half = TSimd.Splat(0.5f);
        TSimd t = SimdMath.Tanh(Inner(x));
        TSimd slope = TSimd.Splat(RootTwoOverPi) * TSimd.MultiplyAdd(TSimd.Splat(3f * Cubic), x * x, one);
        return half * (one + t) + half * x * (one - t * t) * slope;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Inner<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(RootTwoOverPi) * (x + TSimd.Splat(Cubic) * x * x * x);
}
