using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x·tanh(softplus(x)). Misra 2019.</summary>
internal readonly struct MishFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x * SimdMath.Tanh(SimdMath.Softplus(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd t = SimdMath.Tanh(SimdMath.Softplus(x));
        return t + x * (TSimd.Splat(1f) - t * t) * SimdMath.Sigmoid(x);
    }
}
