using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x where x &gt; threshold, a constant elsewhere.</summary>
internal readonly struct ThresholdFunction(float threshold, float otherwise) : IUnaryFunction, IUnaryGradient
{
    /// <summary>Where the function changes.</summary>
    public float Threshold => threshold;

    /// <summary>What stands below the threshold.</summary>
    public float Otherwise => otherwise;

    public static Slopes Slopes => Slopes.Whole;

    public static bool MayVanish => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.GreaterThan(x, TSimd.Splat(threshold)), x, TSimd.Splat(otherwise));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(x, TSimd.Splat(threshold)) & TSimd.Splat(1f);
}
