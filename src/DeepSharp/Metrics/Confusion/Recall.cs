using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of what is yes that was said to be: TP / (TP + FN), at each threshold.</summary>
    /// <param name="thresholds">
    /// Above which a prediction is a yes, one or several from 0 to 1, each with a result, see <see cref="Vector"/>; null for 0.5, or for
    /// none with <paramref name="topK"/>.
    /// </param>
    /// <param name="topK">How many of the largest values of a row may be a yes, 1 or more; null for all.</param>
    /// <param name="classId">The only class that counts; null for all.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric Recall(
        Thresholds? thresholds = null, int? topK = null, int? classId = null, string name = "recall") =>
        new RecallMetric(thresholds, topK, classId, name);
}

/// <summary>The share of what is yes that was said to be: TP / (TP + FN), at each threshold.</summary>
internal sealed class RecallMetric(Thresholds? thresholds, int? topK, int? classId, string name)
    : ThresholdMetric(name, "Recall", thresholds, topK, classId)
{
    public override string ClassName => "Recall";

    public static Metric Read(ConfigReader reader) =>
        Recall(Thresholds.Read(reader, "thresholds"), reader.OptionalInt("top_k"), reader.OptionalInt("class_id"));

    private protected override double Of(Confusion counts) => counts.Recall;

    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        (config["top_k"], config["class_id"]) = (TopK, ClassId);
    }
}
