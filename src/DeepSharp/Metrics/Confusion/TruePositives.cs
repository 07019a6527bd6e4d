namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>How often yes was said and right, at each threshold.</summary>
    /// <param name="thresholds">Above which a prediction is a yes, one or several from 0 to 1; null for 0.5.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not from 0 to 1.</exception>
    public static Metric TruePositives(Thresholds? thresholds = null, string name = "true_positives") =>
        new TruePositivesMetric(thresholds, name);
}

/// <summary>How often yes was said and right, at each threshold.</summary>
internal sealed class TruePositivesMetric(Thresholds? thresholds, string name) : ThresholdMetric(name, "TruePositives", thresholds)
{
    public override string ClassName => "TruePositives";

    public override bool? LargerIsBetter => true;

    public static Metric Read(ConfigReader reader) => TruePositives(Thresholds.Read(reader, "thresholds"));

    private protected override double Of(Confusion counts) => counts.TruePositives;
}
