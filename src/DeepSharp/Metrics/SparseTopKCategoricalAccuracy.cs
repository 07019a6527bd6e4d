using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of rows whose label is among the k largest values.</summary>
    /// <param name="k">How many of the largest values count.</param>
    /// <param name="name">What logs call it.</param>
    /// <param name="fromSortedIds">Whether predictions are labels, the best first, instead of scores.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public static Metric SparseTopKCategoricalAccuracy(
        int k = 5, string name = "sparse_top_k_categorical_accuracy", bool fromSortedIds = false) =>
        k >= 1
            ? new SparseTopKCategoricalAccuracyMetric(k, fromSortedIds, name)
            : throw new ArgumentOutOfRangeException(
                nameof(k), $"SparseTopKCategoricalAccuracy: expected a k of 1 or more but got {k}.");
}

/// <summary>The share of rows whose label is among the k largest values.</summary>
internal sealed class SparseTopKCategoricalAccuracyMetric(int k, bool fromSortedIds, string name) : MeanMetric(name)
{
    public override string ClassName => "SparseTopKCategoricalAccuracy";

    public override bool? LargerIsBetter => true;

    public static Metric Read(ConfigReader reader) =>
        SparseTopKCategoricalAccuracy(reader.Int("k", 5), fromSortedIds: reader.Bool("from_sorted_ids", false));

    protected override Shape RowShape(Shape target, Shape prediction) => LossShapes.Labels(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
    {
        if (fromSortedIds) return prediction[..Math.Min(k, prediction.Length)].Contains(target[0]) ? 1 : 0;
        return Ranking.IsAmongBest(prediction, float.IsNaN(target[0]) ? Ranking.None : (int)target[0], k) ? 1 : 0;
    }

    protected override void WriteConfig(JsonObject config)
    {
        config["k"] = k;
        if (fromSortedIds) config["from_sorted_ids"] = true;
    }
}
