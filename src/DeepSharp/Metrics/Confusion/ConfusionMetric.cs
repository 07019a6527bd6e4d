using System.Buffers;

namespace DeepSharp;

/// <summary>
/// A metric that true and false positives and negatives say. As in Keras it knows no masks: weights of samples leave out what is not to
/// count.
/// </summary>
internal abstract class ConfusionMetric(string name, ConfusionCounts counts, int? topK = null, int? classId = null) : Metric(name)
{
    public override bool? LargerIsBetter => true;

    private protected ConfusionCounts Counts => counts;

    public sealed override void Reset() => counts.Reset();

    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        try
        {
            Require(target.Shape, prediction.Shape);
            if (prediction.Size == 0) return;
            if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, prediction.Shape);
            int width = prediction.Rank > 1 ? prediction.Shape[^1] : 1;
            BeginBatch(width);
            ReadOnlySpan<float> y = target.Span, p = prediction.Span, weights = sampleWeight is null ? [] : sampleWeight.Span;
            int perWeight = weights.IsEmpty ? 1 : p.Length / weights.Length;
            for (int start = 0; start < p.Length; start += width)
            {
                AddRow(y.Slice(start, width), p.Slice(start, width), weights, start, perWeight);
            }

            counts.End();
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    internal sealed override void CheckShapes(Shape target, Shape prediction)
    {
        try
        {
            Require(target, prediction);
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    protected sealed override void KeepState(MetricState state) => counts.Keep(state);

    /// <summary>Checks what only some metrics ask for.</summary>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    private protected virtual void Require(Shape prediction)
    {
    }

    /// <summary>Called before the values of a batch are counted.</summary>
    private protected virtual void BeginBatch(int width)
    {
    }

    /// <summary>Counts a value.</summary>
    /// <param name="isYes">What it should be.</param>
    /// <param name="prediction">What it is.</param>
    /// <param name="weight">How much it counts.</param>
    /// <param name="column">Its place in its row.</param>
    private protected virtual void Add(bool isYes, float prediction, double weight, int column) => counts.Add(isYes, prediction, weight);

    private void Require(Shape target, Shape prediction)
    {
        LossShapes.Elementwise(target, prediction);
        if (topK is not null && prediction.Rank < 2)
        {
            throw new ShapeException($"expected predictions of rank 2 or more, (batch, classes), for topK but got {prediction}.");
        }

        if (classId is { } one && (prediction.Rank < 2 || one >= prediction[^1]))
        {
            throw new ShapeException($"expected predictions of more than {one} classes, of which {one} is counted, but got {prediction}.");
        }

        Require(prediction);
    }

    private void AddRow(ReadOnlySpan<float> y, ReadOnlySpan<float> p, ReadOnlySpan<float> weights, int start, int perWeight)
    {
        float[]? rented = topK is null ? null : ArrayPool<float>.Shared.Rent(p.Length);
        ReadOnlySpan<float> kept = topK is { } k ? BestOf(p, k, rented!) : p;
        for (int column = classId ?? 0; column < (classId + 1 ?? y.Length); column++)
        {
            Add(y[column] != 0f, kept[column], weights.IsEmpty ? 1f : weights[(start + column) / perWeight], column);
        }

        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    // Others than the k best, of equal ones the first, are below every threshold.
    private static ReadOnlySpan<float> BestOf(ReadOnlySpan<float> scores, int k, float[] room)
    {
        Span<float> best = room.AsSpan(0, scores.Length);
        if (k >= scores.Length) return scores;
        scores.CopyTo(best);
        best.Sort();
        float least = best[scores.Length - k];
        int above = 0;
        foreach (float score in scores) above += score > least ? 1 : 0;
        int ties = k - above;
        for (int i = 0; i < scores.Length; i++)
        {
            bool isKept = scores[i] > least || (scores[i] == least && ties-- > 0);
            best[i] = isKept ? scores[i] : ThresholdMetric.BelowAll;
        }

        return best;
    }
}
