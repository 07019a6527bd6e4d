namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The best sensitivity at a threshold where the specificity is at least a number.</summary>
    /// <param name="specificity">The least specificity, 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds from 0 to 1 are tried, 1 or more.</param>
    /// <param name="classId">The only class that counts; null for all.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric SensitivityAtSpecificity(
        double specificity, int numThresholds = 200, int? classId = null, string name = "sensitivity_at_specificity") =>
        new SensitivityAtSpecificityMetric(specificity, numThresholds, classId, name);
}

/// <summary>The best sensitivity at a threshold where the specificity is at least a number.</summary>
internal sealed class SensitivityAtSpecificityMetric(double specificity, int numThresholds, int? classId, string name)
    : BestUnderConstraint(name, "SensitivityAtSpecificity", specificity, numThresholds, classId)
{
    public override string ClassName => "SensitivityAtSpecificity";

    public static Metric Read(ConfigReader reader) =>
        SensitivityAtSpecificity(reader.Float("specificity"), reader.Int("num_thresholds", 200), reader.OptionalInt("class_id"));

    private protected override string Key => "specificity";

    private protected override double Constrained(Confusion counts) => counts.Specificity;

    private protected override double Best(Confusion counts) => counts.Recall;
}
