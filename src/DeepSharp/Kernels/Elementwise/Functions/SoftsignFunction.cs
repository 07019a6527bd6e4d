using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x/(1 + |x|).</summary>
internal readonly struct SoftsignFunction : IUnaryFunction, IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => x / (TSimd.Splat(1f) + TSimd.Abs(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd reciprocal = TSimd.Splat(1f) / (TSimd.Splat(1f) + TSimd.Abs(x));
        return reciprocal * reciprocal;
    }
}
