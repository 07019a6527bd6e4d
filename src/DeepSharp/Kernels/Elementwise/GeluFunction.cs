using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x·Φ(x), with the normal distribution Φ(x) = (1 + erf(x/√2)) / 2. Hendrycks and Gimpel 2016.</summary>
internal readonly struct GeluFunction : IUnaryGradient
{
    private const float InverseRootTwo = 0.707106781186548f;
    private const float InverseRootTwoPi = 0.398942280401433f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd half = TSimd.Splat(0.5f);
        return half * x * (TSimd.Splat(1f) + SimdMath.Erf(x * TSimd.Splat(InverseRootTwo)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        // Φ(x) + x·φ(x), with the density φ.
        TSimd half = TSimd.Splat(0.5f);
        TSimd distribution = half + half * SimdMath.Erf(x * TSimd.Splat(InverseRootTwo));
        TSimd density = TSimd.Splat(InverseRootTwoPi) * TSimd.Exp(-(half * x * x));
        return distribution + x * density;
    }
}
