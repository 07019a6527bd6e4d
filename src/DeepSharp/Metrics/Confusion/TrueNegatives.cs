namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>How often no was said and right, at each threshold.</summary>
    /// <param name="thresholds">Above which a prediction is a yes, one or several from 0 to 1; null for 0.5.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not from 0 to 1.</exception>
    public static Metric TrueNegatives(Thresholds? thresholds = null, string name = "true_negatives") =>
        new TrueNegativesMetric(thresholds, name);
}

/// <summary>How often no was said and right, at each threshold.</summary>
internal sealed class TrueNegativesMetric(Thresholds? thresholds, string name) : ThresholdMetric(name, "TrueNegatives", thresholds)
{
    public override string ClassName => "TrueNegatives";

    public override bool? LargerIsBetter => true;

    public static Metric Read(ConfigReader reader) => TrueNegatives(Thresholds.Read(reader, "thresholds"));

    private protected override double Of(Confusion counts) => counts.TrueNegatives;
}
