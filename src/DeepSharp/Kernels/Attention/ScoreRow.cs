using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>What happens to a row of scores, those of one query with a block of keys, whose length is in whole registers.</summary>
internal static unsafe class ScoreRow
{
    /// <summary>−∞ outside of the keys from <paramref name="first"/> to before <paramref name="end"/>, and where a mask is 0.</summary>
    /// <param name="scores">The row.</param>
    /// <param name="length">Its length in whole tiles.</param>
    /// <param name="first">The first key that the query may look at.</param>
    /// <param name="end">The key behind the last; all from there on are none.</param>
    /// <param name="mask">One value a key; null for none.</param>
    /// <param name="other">Another mask; null for none.</param>
    public static void Mask<TSimd>(float* scores, int length, int first, int end, float* mask, float* other)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        if (end <= first)
        {
            new Span<float>(scores, length).Fill(float.NegativeInfinity);
            return;
        }

        if (first > 0) new Span<float>(scores, first).Fill(float.NegativeInfinity);
        if (end < length) new Span<float>(scores + end, length - end).Fill(float.NegativeInfinity);
        if (mask != null) Mask<TSimd>(scores, first, end, mask);
        if (other != null) Mask<TSimd>(scores, first, end, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mask<TSimd>(float* scores, int first, int end, float* mask) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd nothing = TSimd.Splat(float.NegativeInfinity);
        int i = first;
        for (; i <= end - TSimd.Width; i += TSimd.Width)
        {
            TSimd isLeftOut = TSimd.Equal(TSimd.Load(mask + i), TSimd.Zero);
            TSimd.Store(TSimd.Select(isLeftOut, nothing, TSimd.Load(scores + i)), scores + i);
        }

        for (; i < end; i++)
        {
            if (mask[i] == 0f) scores[i] = float.NegativeInfinity;
        }
    }

    /// <summary>The largest score; −∞ where none takes part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Largest<TSimd>(float* scores, int length) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd even = TSimd.Load(scores), odd = TSimd.Load(scores + TSimd.Width);
        for (int i = 2 * TSimd.Width; i < length; i += 2 * TSimd.Width)
        {
            even = TSimd.Max(even, TSimd.Load(scores + i));
            odd = TSimd.Max(odd, TSimd.Load(scores + i + TSimd.Width));
        }

        return TSimd.Largest(TSimd.Max(even, odd));
    }

    /// <summary>Every score becomes e^(score − shift); gives their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Exponentials<TSimd>(float* scores, int length, float shift) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shifts = TSimd.Splat(shift), even = TSimd.Zero, odd = TSimd.Zero;
        for (int i = 0; i < length; i += 2 * TSimd.Width)
        {
            TSimd first = SimdMath.Exp(TSimd.Load(scores + i) - shifts),
                second = SimdMath.Exp(TSimd.Load(scores + i + TSimd.Width) - shifts);
            even += first;
            odd += second;
            TSimd.Store(first, scores + i);
            TSimd.Store(second, scores + i + TSimd.Width);
        }

        return TSimd.Sum(even + odd);
    }

    /// <summary>
    /// The backward pass through softmax: scores become the probabilities p = e^(score − shift), and the gradients of the probabilities
    /// those of the scores, p·(gradient − mean), with the mean of the gradients as p weighs them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward<TSimd>(float* scores, float* gradients, int length, float shift, float mean)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd shifts = TSimd.Splat(shift), means = TSimd.Splat(mean);
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TSimd p = SimdMath.Exp(TSimd.Load(scores + i) - shifts);
            TSimd.Store(p, scores + i);
            TSimd.Store(p * (TSimd.Load(gradients + i) - means), gradients + i);
        }
    }

    /// <summary>Every value times a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scale<TSimd>(float* values, int length, float factor) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd factors = TSimd.Splat(factor);
        for (int i = 0; i < length; i += TSimd.Width) TSimd.Store(TSimd.Load(values + i) * factors, values + i);
    }
}
