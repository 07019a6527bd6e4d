using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x beyond the threshold, 0 within it.</summary>
internal readonly struct HardShrinkFunction(float threshold) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(threshold)) & x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(threshold)) & TSimd.Splat(1f);
}
