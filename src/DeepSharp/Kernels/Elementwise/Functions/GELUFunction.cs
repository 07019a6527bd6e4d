using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x·Φ(x) with the normal distribution's Φ(x) = (1 + erf(x/√2))/2 (Hendrycks &amp; Gimpel 2016).</summary>
internal readonly struct GELUFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x * SimdMath.NormalShare(x, out _);

    // Φ(x) + x·φ(x)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd share = SimdMath.NormalShare(x, out TSimd density);
        return TSimd.MultiplyAdd(x, density, share);
    }
}
