using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x·(1 + tanh u)/2 with u = √(2/π)·(x + 0.044715·x³): Hendrycks &amp; Gimpel 2016, section 2.</summary>
internal readonly struct GELUTanhFunction : IUnaryFunction, IUnaryGradient
{
    // 2·√(2/π) and 2·√(2/π)·0.044715
    private const float Linear = 1.59576912f;
    private const float Cubic = 0.0713548163f;

    // (1 + tanh u)/2 = σ(2u): no cancellation for negative x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        x * SimdMath.Sigmoid(x * TSimd.MultiplyAdd(TSimd.Splat(Cubic) * x, x, TSimd.Splat(Linear)));

    // σ + x·σ·(1 − σ)·2u'. Beyond ±30 σ is 0 or 1 exactly; the bound keeps x³ finite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd bounded = TSimd.Max(TSimd.Min(x, TSimd.Splat(30f)), TSimd.Splat(-30f));
        TSimd square = bounded * bounded;
        TSimd sigmoid = SimdMath.Sigmoid(bounded * TSimd.MultiplyAdd(TSimd.Splat(Cubic), square, TSimd.Splat(Linear)));
        TSimd slope = TSimd.MultiplyAdd(TSimd.Splat(3 * Cubic), square, TSimd.Splat(Linear));
        return TSimd.MultiplyAdd(bounded * sigmoid * (TSimd.Splat(1f) - sigmoid), slope, sigmoid);
    }
}
