using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A metric with a result for each of some thresholds.</summary>
internal abstract class ThresholdMetric : ConfusionMetric
{
    /// <summary>What is no yes at any threshold; those of the k best are above it.</summary>
    public const float BelowAll = -1e10f;

    private readonly Thresholds? _thresholds;
    private readonly double[]? _results;

    private protected ThresholdMetric(string name, string className, Thresholds? thresholds, int? topK = null, int? classId = null)
        : base(name, new ConfusionCounts(thresholds?.Checked(className) ?? [topK is null ? 0.5f : BelowAll]), topK, classId)
    {
        if (topK < 1) throw new ArgumentOutOfRangeException(nameof(topK), $"{className}: expected a topK of 1 or more but got {topK}.");
        if (classId < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(classId), $"{className}: expected a classId of 0 or more but got {classId}.");
        }

        (_thresholds, TopK, ClassId) = (thresholds, topK, classId);
        _results = Counts.Count == 1 ? null : new double[Counts.Count];
    }

    public sealed override double Result
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Counts.Count; i++) sum += Of(Counts[i]);
            return sum / Counts.Count;
        }
    }

    public sealed override IReadOnlyList<double>? Vector
    {
        get
        {
            for (int i = 0; i < _results?.Length; i++) _results[i] = Of(Counts[i]);
            return _results;
        }
    }

    private protected int? TopK { get; }

    private protected int? ClassId { get; }

    /// <summary>The result at a threshold.</summary>
    private protected abstract double Of(Confusion counts);

    protected override void WriteConfig(JsonObject config) => config["thresholds"] = _thresholds?.ToConfig();
}
