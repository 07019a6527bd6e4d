using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Keras's relu with all its options: f(x) = min(x, maximum) for x &gt; threshold, slope·(x − threshold) elsewhere.</summary>
internal readonly struct GeneralReLUFunction(float slope, float maximum, float threshold) : IUnaryFunction, IUnaryGradient
{
    /// <summary>The slope below.</summary>
    public float Slope => slope;

    /// <summary>The largest result.</summary>
    public float Maximum => maximum;

    /// <summary>Where the function changes.</summary>
    public float Threshold => threshold;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd above = TSimd.Min(x, TSimd.Splat(maximum));
        TSimd below = TSimd.Splat(slope) * (x - TSimd.Splat(threshold));
        return TSimd.Select(TSimd.GreaterThan(x, TSimd.Splat(threshold)), above, below);
    }

    // The derivative from the left: slope at the threshold, 1 at the maximum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd aboveThreshold = TSimd.Select(TSimd.GreaterThan(x, TSimd.Splat(maximum)), TSimd.Zero, TSimd.Splat(1f));
        return TSimd.Select(TSimd.GreaterThan(x, TSimd.Splat(threshold)), aboveThreshold, TSimd.Splat(slope));
    }
}
