using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// (1 - pₜ)^γ times the cross-entropy, with pₜ the share of the right answer (Lin et al. 2017, equation 4), and for balanced classes times
/// α for the answer yes and 1 - α for no. Probabilities are clipped in the cross-entropy only.
/// </summary>
internal readonly struct BinaryFocalError(float gamma, float smoothing, bool isBalanced, float alpha) : IElementLoss
{
    /// <summary>How little easy answers count.</summary>
    public float Gamma => gamma;

    /// <summary>How far targets are moved towards equal shares.</summary>
    public float Smoothing => smoothing;

    /// <summary>Whether the two answers have weights.</summary>
    public bool IsBalanced => isBalanced;

    /// <summary>The weight of the answer yes.</summary>
    public float Alpha => alpha;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd t = BinaryCrossEntropy.Smooth(target, smoothing);
        return Weight(t) * TSimd.Pow(Missing(t, prediction), TSimd.Splat(gamma)) * default(BinaryCrossEntropy).Value(t, prediction);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        // d(m^γ·e) = m^γ·de - γ·m^(γ-1)·(2t - 1)·e with m the share that is missing.
        TSimd t = BinaryCrossEntropy.Smooth(target, smoothing), m = Missing(t, prediction), one = TSimd.Splat(1f);
        TSimd byEntropy = TSimd.Pow(m, TSimd.Splat(gamma)) * default(BinaryCrossEntropy).Derivative(t, prediction);
        if (gamma == 0f) return Weight(t) * byEntropy;
        TSimd byFactor = TSimd.Splat(gamma) * TSimd.Pow(m, TSimd.Splat(gamma - 1f)) * (t + t - one);
        return Weight(t) * (byEntropy - byFactor * default(BinaryCrossEntropy).Value(t, prediction));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Missing<TSimd>(TSimd t, TSimd p) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        return one - (t * p + (one - t) * (one - p));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TSimd Weight<TSimd>(TSimd t) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (!isBalanced) return TSimd.Splat(1f);
        TSimd one = TSimd.Splat(1f);
        return t * TSimd.Splat(alpha) + (one - t) * TSimd.Splat(1f - alpha);
    }
}
