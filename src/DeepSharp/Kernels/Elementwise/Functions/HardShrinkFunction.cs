using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x where |x| &gt; threshold, 0 elsewhere.</summary>
internal readonly struct HardShrinkFunction(float threshold) : IUnaryFunction, IUnaryGradient
{
    /// <summary>Where the function changes.</summary>
    public float Threshold => threshold;

    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(threshold)), x, TSimd.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Abs(x), TSimd.Splat(threshold)) & TSimd.Splat(1f);
}
