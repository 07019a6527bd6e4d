using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// max(x, 0) - x·t + log(1 + exp(-|x|)), finite for every logit x, with t = target·(1-s) + s/2. Its derivative is sigmoid(x) - t.
/// </summary>
internal readonly struct BinaryCrossEntropyFromLogits(float smoothing = 0f) : IElementLoss
{
    /// <summary>How far targets are moved towards equal shares.</summary>
    public float Smoothing => smoothing;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Value<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd size = TSimd.Abs(prediction), t = BinaryCrossEntropy.Smooth(target, smoothing);

        // max(x, 0) - x·t is |x| times what the target is away from the side that x is on. Of a logit of ±∞ on the right side nothing is
        // lost: 0·∞ would be NaN.
        TSimd away = TSimd.Select(TSimd.GreaterThan(prediction, TSimd.Zero), TSimd.Splat(1f) - t, t);
        TSimd linear = TSimd.Select(TSimd.Equal(away, TSimd.Zero), TSimd.Zero, size * away);
        return linear + LogOnePlus(SimdMath.Exp(-size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd target, TSimd prediction) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd small = SimdMath.Exp(-TSimd.Abs(prediction));
        TSimd sigmoid = TSimd.Select(TSimd.GreaterThanOrEqual(prediction, TSimd.Zero), one, small) / (one + small);
        return sigmoid - BinaryCrossEntropy.Smooth(target, smoothing);
    }

    // log(1 + e) for 0 <= e <= 1, exact to a few units in the last place also where 1 + e rounds: the rounding cancels in the quotient
    // (Goldberg 1991, theorem 4). A plain log(1 + e) would report no loss at all beyond logits of 17.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd LogOnePlus<TSimd>(TSimd e) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd sum = one + e;
        TSimd rounded = sum - one;
        return TSimd.Select(TSimd.Equal(rounded, TSimd.Zero), e, SimdMath.Log(sum) * e / rounded);
    }
}
