namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>How often yes was said and wrong, at each threshold.</summary>
    /// <param name="thresholds">Above which a prediction is a yes, one or several from 0 to 1; null for 0.5.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not from 0 to 1.</exception>
    public static Metric FalsePositives(Thresholds? thresholds = null, string name = "false_positives") =>
        new FalsePositivesMetric(thresholds, name);
}

/// <summary>How often yes was said and wrong, at each threshold.</summary>
internal sealed class FalsePositivesMetric(Thresholds? thresholds, string name) : ThresholdMetric(name, "FalsePositives", thresholds)
{
    public override string ClassName => "FalsePositives";

    public override bool? LargerIsBetter => false;

    public static Metric Read(ConfigReader reader) => FalsePositives(Thresholds.Read(reader, "thresholds"));

    private protected override double Of(Confusion counts) => counts.FalsePositives;
}
