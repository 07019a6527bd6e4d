using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = log(1 + x), precise near 0.</summary>
internal readonly struct Log1pFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(1f) / (TSimd.Splat(1f) + x);
}
