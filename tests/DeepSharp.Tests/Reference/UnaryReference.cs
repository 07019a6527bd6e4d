namespace DeepSharp.Tests.Reference;

/// <summary>Element-wise functions in double precision, as textbooks write them, and derivatives by central differences.</summary>
internal static class UnaryReference
{
    public static double Derivative(Func<double, double> f, double x)
    {
        double step = 1e-5 * Math.Max(1, Math.Abs(x));
        if (Math.Abs(x) < 1e-5) step = 1e-7; // softsign bends at 0
        return (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step);
    }

    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    // For large |x| the one is below the rounding of the other.
    public static double Softplus(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    public static double LogOnePlus(double u)
    {
        if (Math.Abs(u) > 1e-3) return Math.Log(1 + u);
        double sum = 0;
        for (int n = 12; n >= 1; n--) sum = (n % 2 == 1 ? 1.0 : -1.0) / n + u * sum;
        return u * sum;
    }

    public static double ExpMinusOne(double x)
    {
        if (Math.Abs(x) > 0.1) return Math.Exp(x) - 1;
        double sum = 1;
        for (int n = 16; n >= 2; n--) sum = 1 + x / n * sum;
        return x * sum;
    }

    // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1)/(2n+1)!!, all terms of one sign.
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6) return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; n < 400; n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double GELU(double x) => x * (1 + Erf(x / Math.Sqrt(2))) / 2;

    public static double GELUTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    public static double ELU(double x, double alpha) => x > 0 ? x : alpha * ExpMinusOne(x);

    public static double ReLU(double x, double slope, double maximum, double threshold) =>
        x >= maximum ? maximum : x > threshold ? x : slope * (x - threshold);

    public static double SparsePlus(double x) => x <= -1 ? 0 : x < 1 ? (x + 1) * (x + 1) / 4 : x;
}
