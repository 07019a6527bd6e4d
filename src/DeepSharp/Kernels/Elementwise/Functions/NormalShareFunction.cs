using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = Φ(x), the share of a normal distribution below x.</summary>
internal readonly struct NormalShareFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.NormalShare(x, out _);

    // φ(x)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        SimdMath.NormalShare(x, out TSimd density);
        return density;
    }
}
