namespace DeepSharp.Tests.Reference;

/// <summary>Losses of one sample as their definitions say, in double precision; gradients by central differences.</summary>
internal static class LossReference
{
    // The clipping range as 32-bit floats hold it.
    private const double Smallest = 1e-7f;
    private const double Largest = 1f - 1e-7f;

    /// <summary>Loss of one row of targets and predictions.</summary>
    public delegate double RowLoss(double[] targets, double[] predictions);

    public static double SquaredError(double[] t, double[] p) => t.Zip(p, (a, b) => (b - a) * (b - a)).Average();

    public static double AbsoluteError(double[] t, double[] p) => t.Zip(p, (a, b) => Math.Abs(b - a)).Average();

    public static RowLoss Huber(double delta) => (t, p) => t.Zip(p, (a, b) =>
    {
        double error = Math.Abs(b - a);
        return error <= delta ? error * error / 2 : delta * error - delta * delta / 2;
    }).Average();

    public static RowLoss Binary(double smoothing) => (t, p) => t.Zip(p, (a, b) =>
    {
        double q = Clip(b), y = a * (1 - smoothing) + smoothing / 2;
        return -(y * Math.Log(q) + (1 - y) * Math.Log(1 - q));
    }).Average();

    public static RowLoss BinaryFromLogits(double smoothing) => (t, p) => t.Zip(p, (a, x) =>
    {
        double y = a * (1 - smoothing) + smoothing / 2;
        double logOfOther = x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x)); // -log(1 - sigmoid)
        return logOfOther - x * y;
    }).Average();

    public static RowLoss Categorical(double smoothing) => (t, p) =>
    {
        double sum = p.Sum();
        return -t.Zip(p, (a, b) => (a * (1 - smoothing) + smoothing / t.Length) * Math.Log(Clip(b / sum))).Sum();
    };

    public static RowLoss CategoricalFromLogits(double smoothing) => (t, x) =>
    {
        double max = x.Max(), logSum = max + Math.Log(x.Sum(v => Math.Exp(v - max)));
        return t.Zip(x, (a, b) => (a * (1 - smoothing) + smoothing / t.Length) * (logSum - b)).Sum();
    };

    public static double PercentageError(double[] t, double[] p) =>
        100 * t.Zip(p, (a, b) => Math.Abs(b - a) / Math.Max(Math.Abs(a), Smallest)).Average();

    public static double SquaredLogarithmicError(double[] t, double[] p) => t.Zip(p, (a, b) =>
    {
        double error = Math.Log(Math.Max(b, Smallest) + 1) - Math.Log(Math.Max(a, Smallest) + 1);
        return error * error;
    }).Average();

    public static double LogCosh(double[] t, double[] p) => t.Zip(p, (a, b) => Math.Log(Math.Cosh(b - a))).Average();

    public static double Poisson(double[] t, double[] p) => t.Zip(p, (a, b) => b - a * Math.Log(b + Smallest)).Average();

    public static double Divergence(double[] t, double[] p) => t.Zip(p, (a, b) => a * Math.Log(a / b)).Sum();

    public static double Hinge(double[] t, double[] p) => t.Zip(p, (a, b) => Math.Max(1 - a * b, 0)).Average();

    public static double SquaredHinge(double[] t, double[] p) => t.Zip(p, (a, b) => Math.Pow(Math.Max(1 - a * b, 0), 2)).Average();

    public static RowLoss BinaryFocal(double gamma, double smoothing, double? alpha) => (t, p) => t.Zip(p, (a, b) =>
    {
        double y = a * (1 - smoothing) + smoothing / 2, right = y * b + (1 - y) * (1 - b);
        double weight = alpha is { } share ? y * share + (1 - y) * (1 - share) : 1;
        return -weight * Math.Pow(1 - right, gamma) * (y * Math.Log(b) + (1 - y) * Math.Log(1 - b));
    }).Average();

    public static RowLoss CategoricalFocal(double alpha, double gamma) => (t, p) =>
        -t.Zip(p, (a, b) => alpha * Math.Pow(1 - b, gamma) * a * Math.Log(b)).Sum();

    public static double Cosine(double[] t, double[] p) =>
        -t.Zip(p, (a, b) => a * b).Sum() / Math.Sqrt(t.Sum(a => a * a) * p.Sum(b => b * b));

    public static double Dice(double[] t, double[] p) => 1 - 2 * t.Zip(p, (a, b) => a * b).Sum() / (t.Sum() + p.Sum() + Smallest);

    public static RowLoss Tversky(double alpha, double beta) => (t, p) =>
    {
        double both = t.Zip(p, (a, b) => a * b).Sum();
        return 1 - both / (both + alpha * (t.Sum() - both) + beta * (p.Sum() - both) + Smallest);
    };

    /// <summary>A label as a row of targets.</summary>
    public static double[] OneHot(float label, int classes)
    {
        var row = new double[classes];
        row[(int)label] = 1;
        return row;
    }

    public static double[] Losses(RowLoss loss, double[][] targets, float[] predictions) =>
        [.. targets.Select((row, i) => loss(row, Row(predictions, i, row.Length)))];

    /// <summary>Gradient of Σ upstream·loss by the predictions.</summary>
    public static double[] Gradients(RowLoss loss, double[][] targets, float[] predictions, float[] upstream)
    {
        const double h = 1e-6;
        var gradients = new double[predictions.Length];
        int at = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double[] p = Row(predictions, row, targets[row].Length);
            for (int i = 0; i < p.Length; i++, at++)
            {
                double here = p[i], step = h * Math.Max(0.01, Math.Abs(here));
                p[i] = here + step;
                double above = loss(targets[row], p);
                p[i] = here - step;
                double below = loss(targets[row], p);
                p[i] = here;
                gradients[at] = upstream[row] * (above - below) / (2 * step);
            }
        }

        return gradients;
    }

    private static double[] Row(float[] values, int row, int width) => [.. values.Skip(row * width).Take(width).Select(v => (double)v)];

    private static double Clip(double p) => Math.Min(Math.Max(p, Smallest), Largest);

    // By its series where 1 + e would lose what matters.
    private static double LogOnePlus(double e) => e < 1e-5 ? e - e * e / 2 + e * e * e / 3 : Math.Log(1 + e);
}
