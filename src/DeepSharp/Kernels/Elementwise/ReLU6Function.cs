using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>min(max(0, x), 6). The derivative at 0 and at 6 is 0.</summary>
internal readonly struct ReLU6Function : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => SimdMath.ReLU6(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(x, TSimd.Zero) & TSimd.GreaterThan(TSimd.Splat(6f), x) & TSimd.Splat(1f);
}
