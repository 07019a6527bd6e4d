using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Functions that several activations are made of, stable where the textbook formula overflows or cancels.</summary>
internal static class SimdMath
{
    /// <summary>Below it an exponential is 0. Just above −125·log 2.</summary>
    public const float LeastExponent = -86.64339f;

    /// <summary>eˣ within 1 ulp; 0 from x = −86.6434 down, where it would come close to the subnormal numbers, ∞ from 88.73 up.</summary>
    // x = n·log 2 + r with whole n and |r| ≤ log(2)/2, eˣ = 2ⁿ·eʳ, eʳ = 1 + r + r²·q(r). q interpolates at five Chebyshev nodes: its
    // relative error is below 1.1e-8. Half of eʳ is computed, so that no step leaves the range of normal numbers. Written out and not
    // Vector512.Exp, which is too large for the JIT to inline: op.exp.1M took 0.26 ms with it and takes 0.11.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Exp<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => Exp(x, TSimd.Splat(LeastExponent));

    /// <summary>eˣ, or 0 below a bound of <see cref="LeastExponent"/> or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Exp<TSimd>(TSimd x, TSimd least) where TSimd : unmanaged, ISimd<TSimd>
    {
        // Adding and subtracting 1.5·2²³ rounds to a whole number.
        TSimd shift = TSimd.Splat(12582912f), half = TSimd.Splat(0.5f);
        TSimd vanishes = TSimd.GreaterThan(least, x);
        x = TSimd.Clamp(x, least, TSimd.Splat(89f));
        TSimd n = TSimd.MultiplyAdd(x, TSimd.Splat(1.44269504f), shift) - shift;
        // log 2 in two parts; n times the first, of 9 bits, is exact.
        TSimd r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r);
        TSimd q = TSimd.MultiplyAdd(r, TSimd.Splat(0.5f * 0.00139261840f), TSimd.Splat(0.5f * 0.00836317893f));
        q = TSimd.MultiplyAdd(r, q, TSimd.Splat(0.5f * 0.0416665561f));
        q = TSimd.MultiplyAdd(r, q, TSimd.Splat(0.5f * 0.166665763f));
        q = TSimd.MultiplyAdd(r, q, TSimd.Splat(0.25f));
        q = TSimd.MultiplyAdd(r, q, half);
        TSimd power = TSimd.ScaleNormal(TSimd.MultiplyAdd(r, q, half), n);
        return TSimd.Select(vanishes, TSimd.Zero, power + power);
    }

    /// <summary>log x within 2 ulp; −∞ at 0, NaN below.</summary>
    // x = m·2ⁿ, log x = n·log 2 + log m, and with f = m − 1, log m = f − f²/2 + f³·p(f). p interpolates at eight Chebyshev nodes of
    // [√½ − 1, √2 − 1]: the relative error of log m is below 2e-8. Written out for the reason given at Exp.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Log<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        // Subnormal numbers are made normal first.
        TSimd isTiny = TSimd.GreaterThan(TSimd.Splat(1.17549435e-38f), x);
        TSimd m = TSimd.Split(TSimd.Select(isTiny, x * TSimd.Splat(8388608f), x), out TSimd n);
        n -= isTiny & TSimd.Splat(23f);
        TSimd f = m - TSimd.Splat(1f), square = f * f;
        TSimd p = TSimd.MultiplyAdd(f, TSimd.Splat(-0.0790274367f), TSimd.Splat(0.126223192f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(-0.129981831f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(0.142144963f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(-0.166412815f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(0.200010449f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(-0.25000307f));
        p = TSimd.MultiplyAdd(f, p, TSimd.Splat(0.333333313f));
        // log 2 in two parts, as in Exp; the small terms are added first.
        TSimd rest = TSimd.MultiplyAdd(f * square, p, n * TSimd.Splat(-2.12194440e-4f));
        rest = TSimd.MultiplyAdd(square, TSimd.Splat(-0.5f), rest);
        TSimd log = TSimd.MultiplyAdd(n, TSimd.Splat(0.693359375f), f + rest);
        TSimd infinity = TSimd.Splat(float.PositiveInfinity);
        TSimd isOrdinary = TSimd.GreaterThan(x, TSimd.Zero) & TSimd.GreaterThan(infinity, x);
        TSimd isNegative = TSimd.GreaterThan(TSimd.Zero, x);
        TSimd special = TSimd.Select(TSimd.Equal(x, TSimd.Zero), -infinity, TSimd.Select(isNegative, TSimd.Splat(float.NaN), x));
        return TSimd.Select(isOrdinary, log, special);
    }

    /// <summary>1/(1 + e⁻ˣ). e⁻ˣ may overflow to infinity, whose reciprocal is the right answer, 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Sigmoid<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        return one / (one + Exp(-x));
    }

    /// <summary>eˣ − 1 with full relative precision near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Expm1<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(IsSmall(x), Expm1Series(x), Exp(x) - TSimd.Splat(1f));

    /// <summary>tanh(x) = (1 − e^(−2|x|))/(1 + e^(−2|x|)) with the sign of x, the numerator by <see cref="Expm1"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Tanh<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd numerator = -Expm1(TSimd.Splat(-2f) * TSimd.Abs(x));
        return numerator / (TSimd.Splat(2f) - numerator) | x & TSimd.Splat(-0f);
    }

    /// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Softplus<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        // log1p(u) for 0 ≤ u ≤ 1, without the large case.
        TSimd one = TSimd.Splat(1f);
        TSimd u = Exp(-TSimd.Abs(x));
        TSimd rounded = one + u;
        TSimd difference = rounded - one;
        TSimd log1p = TSimd.Select(TSimd.Equal(difference, TSimd.Zero), u, Log(rounded) * (u / difference));
        return TSimd.Max(x, TSimd.Zero) + log1p;
    }

    /// <summary>Φ(x), the share of the standard normal distribution below x, and its density φ(x) = e^(−x²/2)/√(2π).</summary>
    // Φ(−a) = e^(−a²/2)·t·Q(t) with t = 1/(1 + 0.32·a) for a ≥ 0. Q interpolates the quotient at ten Chebyshev nodes of (0, 1], fitted
    // with 40 digits; its relative error is below 6.3e-8 for all a, so that Φ(x) keeps its relative precision in the lower tail too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd NormalShare<TSimd>(TSimd x, out TSimd density) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd one = TSimd.Splat(1f);
        TSimd a = TSimd.Abs(x);
        TSimd t = one / TSimd.MultiplyAdd(TSimd.Splat(0.32f), a, one);
        TSimd q = TSimd.MultiplyAdd(t, TSimd.Splat(-0.0216231324f), TSimd.Splat(0.0979352153f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(-0.151607695f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.0704682613f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(-0.0125339992f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.0597993262f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.0875935304f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.114647028f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.12765991f));
        q = TSimd.MultiplyAdd(t, q, TSimd.Splat(0.127661538f));
        TSimd bell = Exp(TSimd.Splat(-0.5f) * a * a);
        density = TSimd.Splat(0.398942280f) * bell;
        TSimd tail = bell * t * q;
        return TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), one - tail, tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd IsSmall<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThan(TSimd.Splat(0.5f), TSimd.Abs(x));

    // Taylor: x + x²/2! + … + x⁸/8!; for |x| < 1/2 the rest is below 1.1e-8 of the sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Expm1Series<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd sum = TSimd.MultiplyAdd(x, TSimd.Splat(1f / 40320), TSimd.Splat(1f / 5040));
        sum = TSimd.MultiplyAdd(x, sum, TSimd.Splat(1f / 720));
        sum = TSimd.MultiplyAdd(x, sum, TSimd.Splat(1f / 120));
        sum = TSimd.MultiplyAdd(x, sum, TSimd.Splat(1f / 24));
        sum = TSimd.MultiplyAdd(x, sum, TSimd.Splat(1f / 6));
        sum = TSimd.MultiplyAdd(x, sum, TSimd.Splat(0.5f));
        return TSimd.MultiplyAdd(x, x * sum, x);
    }
}
