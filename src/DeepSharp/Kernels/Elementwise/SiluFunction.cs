using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x·sigmoid(x).</summary>
internal readonly struct SiluFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x * SimdMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd s = SimdMath.Sigmoid(x);
        return s * (one + x * (one - s));
    }
}
