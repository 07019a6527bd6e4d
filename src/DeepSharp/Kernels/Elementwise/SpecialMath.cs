namespace DeepSharp.Kernels;

/// <summary>Functions of a number that <see cref="Math"/> lacks, good to a few units of the last place of a double that came from a float.</summary>
internal static class SpecialMath
{
    private const double Small = 1e-5;
    private const double RootPi = 1.7724538509055160273;

    /// <summary>ln(1 + x).</summary>
    public static double LogPlusOne(double x) => Math.Abs(x) < Small ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    /// <summary>eˣ - 1.</summary>
    public static double ExpMinusOne(double x) => Math.Abs(x) < Small ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1;

    /// <summary>sin(πx)/(πx), 1 at 0.</summary>
    public static double Sinc(double x)
    {
        double angle = Math.PI * x;
        return Math.Abs(angle) < Small ? 1 - angle * angle / 6 : Math.Sin(angle) / angle;
    }

    /// <summary>The derivative of <see cref="Sinc"/>.</summary>
    public static double SincSlope(double x)
    {
        // The two terms cancel near 0, where the series has x = -π²x/3.
        double angle = Math.PI * x;
        return Math.Abs(angle) < 1e-3
            ? Math.PI * (-angle / 3 + angle * angle * angle / 30)
            : Math.PI * (Math.Cos(angle) * angle - Math.Sin(angle)) / (angle * angle);
    }

    /// <summary>The second derivative of sin(πx)/(πx).</summary>
    public static double SincCurvature(double x)
    {
        double angle = Math.PI * x;
        return Math.Abs(angle) < 1e-3
            ? Math.PI * Math.PI * (angle * angle / 10 - 1 / 3.0)
            : -(Math.PI * Math.PI) * Sinc(x) - 2 * SincSlope(x) / x;
    }

    /// <summary>
    /// The error function: its series near 0, else the continued fraction of its complement (Abramowitz &amp; Stegun 7.1.6, 7.1.14).
    /// </summary>
    public static double Erf(double x) => Math.Abs(x) < 2 ? ErfSeries(x) : Math.CopySign(1 - ErfcFraction(Math.Abs(x)), x);

    /// <summary>1 - erf(x), without loss of digits where that is small.</summary>
    public static double Erfc(double x) => x < 2 ? x > -2 ? 1 - ErfSeries(x) : 2 - ErfcFraction(-x) : ErfcFraction(x);

    /// <summary>The inverse of <see cref="Erf"/>: Giles's polynomials (2012), then Newton's steps in doubles.</summary>
    public static double Erfinv(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < 1)) return magnitude == 1 ? Math.CopySign(double.PositiveInfinity, x) : double.NaN;
        double y = Guess(x);
        for (int step = 0; step < 2; step++)
        {
            // erf(y) - x; of large ones by the tails, which have the digits there.
            double error = x >= 0 ? 1 - x - Erfc(y) : Erfc(-y) - (1 + x);
            y -= error * RootPi / 2 * Math.Exp(y * y);
        }

        return y;
    }

    /// <summary>The modified Bessel function of the first kind, of order 0: Σ (x²/4)ᵏ/k!².</summary>
    public static double BesselI0(double x) => BesselSeries(x, 0);

    /// <summary>The same of order 1, the derivative of order 0.</summary>
    public static double BesselI1(double x) => x / 2 * BesselSeries(x, 1);

    // All terms are positive: nothing cancels.
    private static double BesselSeries(double x, int order)
    {
        double quarter = x * x / 4, term = 1, sum = 1;
        if (!double.IsFinite(quarter)) return double.IsNaN(x) ? x : double.PositiveInfinity;
        for (int k = 1; term > sum * 1e-17 && double.IsFinite(sum); k++)
        {
            term *= quarter / ((double)k * (k + order));
            sum += term;
        }

        return sum;
    }

    private static double ErfSeries(double x)
    {
        // 2/√π · e^(-x²) · Σ 2ᵏ x²ᵏ⁺¹/(1·3·…·(2k+1))
        double term = x, sum = x;
        for (int k = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); k++)
        {
            term *= 2 * x * x / (2 * k + 1);
            sum += term;
        }

        return 2 / RootPi * Math.Exp(-x * x) * sum;
    }

    private static double ErfcFraction(double x)
    {
        const int Terms = 60;
        const double Beyond = 27.3;
        if (double.IsNaN(x)) return x;
        if (x > Beyond) return 0;
        double fraction = 0;
        for (int k = Terms; k > 0; k--) fraction = k / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / RootPi / (x + fraction);
    }

    private static double Guess(double x)
    {
        ReadOnlySpan<double> middle =
        [
            2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727,
            1.50140941,
        ];
        ReadOnlySpan<double> tail =
        [
            -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406,
            2.83297682,
        ];
        double w = -Math.Log((1 - x) * (1 + x));
        bool isMiddle = w < 5;
        w = isMiddle ? w - 2.5 : Math.Sqrt(w) - 3;
        double polynomial = 0;
        foreach (double coefficient in isMiddle ? middle : tail) polynomial = polynomial * w + coefficient;
        return polynomial * x;
    }
}
