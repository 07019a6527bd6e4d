using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>relu6(x + 3) / 6.</summary>
internal readonly struct HardSigmoidFunction : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        SimdMath.ReLU6(x + TSimd.Splat(3f)) * TSimd.Splat(1f / 6f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(x, TSimd.Splat(-3f)) & TSimd.GreaterThan(TSimd.Splat(3f), x) & TSimd.Splat(1f / 6f);
}
