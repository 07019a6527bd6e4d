namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The best precision at a threshold where the recall is at least a number.</summary>
    /// <param name="recall">The least recall, 0 to 1.</param>
    /// <param name="numThresholds">How many thresholds from 0 to 1 are tried, 1 or more.</param>
    /// <param name="classId">The only class that counts; null for all.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric PrecisionAtRecall(
        double recall, int numThresholds = 200, int? classId = null, string name = "precision_at_recall") =>
        new PrecisionAtRecallMetric(recall, numThresholds, classId, name);
}

/// <summary>The best precision at a threshold where the recall is at least a number.</summary>
internal sealed class PrecisionAtRecallMetric(double recall, int numThresholds, int? classId, string name)
    : BestUnderConstraint(name, "PrecisionAtRecall", recall, numThresholds, classId)
{
    public override string ClassName => "PrecisionAtRecall";

    public static Metric Read(ConfigReader reader) =>
        PrecisionAtRecall(reader.Float("recall"), reader.Int("num_thresholds", 200), reader.OptionalInt("class_id"));

    private protected override string Key => "recall";

    private protected override double Constrained(Confusion counts) => counts.Recall;

    private protected override double Best(Confusion counts) => counts.Precision;
}
