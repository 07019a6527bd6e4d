using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Functions that several activations are made of, for every register width.</summary>
internal static class SimdMath
{
    /// <summary>1 / (1 + e⁻ˣ); 0 and 1 far out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Sigmoid<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        return one / (one + TSimd.Exp(-x));
    }

    /// <summary>eˣ - 1 without the cancellation near 0.</summary>
    // Kahan's trick: the rounding errors of u = eˣ and of log u cancel. Higham 2002, Accuracy and Stability of Numerical Algorithms, section 1.14.1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd ExpMinusOne<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd u = TSimd.Exp(x);
        TSimd difference = u - one;
        TSimd corrected = difference * (x / TSimd.Log(u));
        TSimd isTiny = TSimd.Equal(difference, TSimd.Zero);
        TSimd isNear = TSimd.GreaterThan(one, TSimd.Abs(x));
        return TSimd.Select(isTiny, x, TSimd.Select(isNear, corrected, difference));
    }

    /// <summary>log(1 + x) for x of 0 or more, without losing small ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd LogOnePlus<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd u = one + x;
        TSimd difference = u - one;
        TSimd isTiny = TSimd.Equal(difference, TSimd.Zero);
        TSimd isNear = TSimd.GreaterThan(one, x);
        TSimd log = TSimd.Log(u);
        return TSimd.Select(isTiny, x, TSimd.Select(isNear, log * (x / difference), log));
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Tanh<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        // tanh x = (e²ˣ - 1) / (e²ˣ + 1); 1 in float from x = 9.02 on, so that the bound changes nothing and keeps infinity out.
        TSimd bounded = TSimd.Max(TSimd.Splat(-10f), TSimd.Min(TSimd.Splat(10f), x));
        TSimd e = ExpMinusOne(bounded + bounded);
        return e / (e + TSimd.Splat(2f));
    }

    /// <summary>log(1 + eˣ), the smooth maximum of x and 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Softplus<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(x, TSimd.Zero) + LogOnePlus(TSimd.Exp(-TSimd.Abs(x)));

    /// <summary>The error function, to 2e-7.</summary>
    // Abramowitz & Stegun 1964, formula 7.1.26: |error| <= 1.5e-7, plus float rounding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Erf<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd magnitude = TSimd.Abs(x);
        TSimd t = one / TSimd.MultiplyAdd(TSimd.Splat(0.3275911f), magnitude, one);
        TSimd p = TSimd.Splat(1.061405429f);
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(-1.453152027f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(1.421413741f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(-0.284496736f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Splat(0.254829592f));
        TSimd positive = one - p * t * TSimd.Exp(-(magnitude * magnitude));
        return TSimd.Select(TSimd.GreaterThan(TSimd.Zero, x), -positive, positive);
    }

    /// <summary>max(0, min(6, x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd ReLU6<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Max(TSimd.Zero, TSimd.Min(TSimd.Splat(6f), x));
}
