using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A running mean that is 0 where it would be subnormal.</summary>
internal static class RunningMean
{
    /// <summary>mean + (value - mean)·share</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Next<TSimd>(TSimd mean, TSimd value, float share) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Flush(TSimd.MultiplyAdd(value - mean, TSimd.Splat(share), mean));
}

/// <summary>A running mean of squares, at least 2⁻¹²⁰.</summary>
// The square is never there by itself, where it might be subnormal. The negative share is a field: negated in the loop
// it costs an instruction.
internal readonly struct MeanSquare(float share)
{
    private readonly float _minusShare = -share;

    /// <summary>mean + (value² - mean)·share</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Next<TSimd>(TSimd mean, TSimd value) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd kept = TSimd.MultiplyAdd(TSimd.Splat(_minusShare), mean, mean);
        return AtLeast(TSimd.MultiplyAdd(value * TSimd.Splat(share), value, kept));
    }

    /// <summary>sum + value², the sum being at least 2⁻¹²⁰ as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Add<TSimd>(TSimd sum, TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        AtLeast(TSimd.MultiplyAdd(value, value, sum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd AtLeast<TSimd>(TSimd square) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.AtLeast(square, TSimd.Splat(Vanishing.LeastSquare));
}
