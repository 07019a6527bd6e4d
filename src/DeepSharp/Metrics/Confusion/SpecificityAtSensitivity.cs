namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The best specificity at a threshold where the sensitivity is at least a number.</summary>
    /// <param name="sensitivity">The least sensitivity, 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds from 0 to 1 are tried, 1 or more.</param>
    /// <param name="classId">The only class that counts; null for all.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric SpecificityAtSensitivity(
        double sensitivity, int numThresholds = 200, int? classId = null, string name = "specificity_at_sensitivity") =>
        new SpecificityAtSensitivityMetric(sensitivity, numThresholds, classId, name);
}

/// <summary>The best specificity at a threshold where the sensitivity is at least a number.</summary>
internal sealed class SpecificityAtSensitivityMetric(double sensitivity, int numThresholds, int? classId, string name)
    : BestUnderConstraint(name, "SpecificityAtSensitivity", sensitivity, numThresholds, classId)
{
    public override string ClassName => "SpecificityAtSensitivity";

    public static Metric Read(ConfigReader reader) =>
        SpecificityAtSensitivity(reader.Float("sensitivity"), reader.Int("num_thresholds", 200), reader.OptionalInt("class_id"));

    private protected override string Key => "sensitivity";

    private protected override double Constrained(Confusion counts) => counts.Recall;

    private protected override double Best(Confusion counts) => counts.Specificity;
}
