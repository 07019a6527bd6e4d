using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = log(1 + eˣ).</summary>
internal readonly struct SoftplusFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.Sigmoid(x);
}
