namespace DeepSharp;

/// <summary>The area under the curve of one label, from the counts at all thresholds.</summary>
internal static class AUCSum
{
    public static double Of(ConfusionCounts counts, int label, AUCCurve curve, AUCSummationMethod method)
    {
        bool isInterpolated = curve == AUCCurve.PR && method == AUCSummationMethod.Interpolation;
        double sum = 0;
        for (int i = 0; i + 1 < counts.Count; i++)
        {
            Confusion low = counts[i, label], high = counts[i + 1, label];
            sum += isInterpolated ? Interpolated(low, high) : Area(Point(low, curve), Point(high, curve), method);
        }

        return sum;
    }

    private static double Area((double X, double Y) low, (double X, double Y) high, AUCSummationMethod method)
    {
        double height = method == AUCSummationMethod.Interpolation ? (low.Y + high.Y) / 2
            : method == AUCSummationMethod.Minoring ? Math.Min(low.Y, high.Y) : Math.Max(low.Y, high.Y);
        return (low.X - high.X) * height;
    }

    private static (double X, double Y) Point(Confusion counts, AUCCurve curve) =>
        curve == AUCCurve.ROC ? (counts.FallOut, counts.Recall)
        : curve == AUCCurve.PR ? (counts.Recall, counts.Precision)
        : Gains(counts);

    // Flach and Kull 2015: against what chance gives, and 0 at least for recall.
    private static (double X, double Y) Gains(Confusion counts)
    {
        if (counts.TruePositives == 0) return (0, 1);
        double no = counts.TrueNegatives + counts.FalsePositives;
        double scale = no == 0 ? 0 : (counts.TruePositives + counts.FalseNegatives) / no;
        double missed = scale * counts.FalseNegatives / counts.TruePositives, wrong = scale * counts.FalsePositives / counts.TruePositives;
        return (Math.Max(0, 1 - missed), 1 - wrong);
    }

    // Davis and Goadrich 2006: between two thresholds true positives rise evenly with positives, and precision does not.
    private static double Interpolated(Confusion low, Confusion high)
    {
        double rise = low.TruePositives - high.TruePositives;
        double lowAll = low.TruePositives + low.FalsePositives, highAll = high.TruePositives + high.FalsePositives;
        double slope = Quotient(rise, Math.Max(lowAll - highAll, 0));
        double intercept = high.TruePositives - slope * highAll;
        double ratio = lowAll > 0 && highAll > 0 ? lowAll / highAll : 1;
        return Quotient(slope * (rise + intercept * Math.Log(ratio)), Math.Max(high.TruePositives + high.FalseNegatives, 0));
    }

    private static double Quotient(double left, double right) => right == 0 ? 0 : left / right;
}
