namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The best recall at a threshold where the precision is at least a number.</summary>
    /// <param name="precision">The least precision, 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds from 0 to 1 are tried, 1 or more.</param>
    /// <param name="classId">The only class that counts; null for all.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric RecallAtPrecision(
        double precision, int numThresholds = 200, int? classId = null, string name = "recall_at_precision") =>
        new RecallAtPrecisionMetric(precision, numThresholds, classId, name);
}

/// <summary>The best recall at a threshold where the precision is at least a number.</summary>
internal sealed class RecallAtPrecisionMetric(double precision, int numThresholds, int? classId, string name)
    : BestUnderConstraint(name, "RecallAtPrecision", precision, numThresholds, classId)
{
    public override string ClassName => "RecallAtPrecision";

    public static Metric Read(ConfigReader reader) =>
        RecallAtPrecision(reader.Float("precision"), reader.Int("num_thresholds", 200), reader.OptionalInt("class_id"));

    private protected override string Key => "precision";

    private protected override double Constrained(Confusion counts) => counts.Precision;

    private protected override double Best(Confusion counts) => counts.Recall;
}
