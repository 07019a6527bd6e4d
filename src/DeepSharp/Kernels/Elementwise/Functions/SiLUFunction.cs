using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x·σ(x), also called swish.</summary>
internal readonly struct SiLUFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x * SimdMath.Sigmoid(x);

    // σ·(1 + x·(1 − σ))
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sigmoid = SimdMath.Sigmoid(x);
        return sigmoid * TSimd.MultiplyAdd(x, TSimd.Splat(1f) - sigmoid, TSimd.Splat(1f));
    }
}
