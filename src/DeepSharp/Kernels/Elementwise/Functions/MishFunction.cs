using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x·tanh(log(1 + eˣ)) (Misra 2019).</summary>
internal readonly struct MishFunction : IUnaryFunction, IUnaryGradient
{
    // With e = eˣ: tanh(log(1 + e)) = ((1 + e)² − 1)/((1 + e)² + 1) = n/(n + 2), n = e·(e + 2): nothing cancels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd n = Numerator(x, out _);
        return x * (n / (n + TSimd.Splat(2f)));
    }

    // (n/(n + 2))' = 4e·(1 + e)/(n + 2)²
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd n = Numerator(x, out TSimd e);
        TSimd reciprocal = TSimd.Splat(1f) / (n + TSimd.Splat(2f));
        TSimd slope = TSimd.Splat(4f) * e * (TSimd.Splat(1f) + e) * reciprocal * reciprocal;
        return TSimd.MultiplyAdd(x, slope, n * reciprocal);
    }

    // Beyond 20 the quotient is 1 in float; the bound keeps (n + 2)² finite.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Numerator<TSimd>(TSimd x, out TSimd e) where TSimd : unmanaged, ISimd<TSimd>
    {
        e = SimdMath.Exp(TSimd.Min(x, TSimd.Splat(20f)));
        return e * (e + TSimd.Splat(2f));
    }
}
