using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>x moved towards 0 by the threshold, and 0 within it.</summary>
internal readonly struct SoftShrinkFunction(float threshold) : IUnaryGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        x - TSimd.Max(TSimd.Splat(-threshold), TSimd.Min(TSimd.Splat(threshold), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(threshold)) & TSimd.Splat(1f);
}
