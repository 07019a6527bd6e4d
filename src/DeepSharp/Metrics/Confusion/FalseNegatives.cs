namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>How often no was said and wrong, at each threshold.</summary>
    /// <param name="thresholds">Above which a prediction is a yes, one or several from 0 to 1; null for 0.5.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not from 0 to 1.</exception>
    public static Metric FalseNegatives(Thresholds? thresholds = null, string name = "false_negatives") =>
        new FalseNegativesMetric(thresholds, name);
}

/// <summary>How often no was said and wrong, at each threshold.</summary>
internal sealed class FalseNegativesMetric(Thresholds? thresholds, string name) : ThresholdMetric(name, "FalseNegatives", thresholds)
{
    public override string ClassName => "FalseNegatives";

    public override bool? LargerIsBetter => false;

    public static Metric Read(ConfigReader reader) => FalseNegatives(Thresholds.Read(reader, "thresholds"));

    private protected override double Of(Confusion counts) => counts.FalseNegatives;
}
