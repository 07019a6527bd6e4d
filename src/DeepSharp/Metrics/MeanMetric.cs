namespace DeepSharp;

/// <summary>
/// A metric that is the weighted mean of a value for each row of a batch. Rows that the mask of the prediction leaves
/// out, or whose weight is 0, do not count.
/// </summary>
internal abstract class MeanMetric(string name) : Metric(name)
{
    private double _sum;
    private double _weight;

    public sealed override double Result => _weight == 0 ? 0 : _sum / _weight;

    public sealed override void Reset() => (_sum, _weight) = (0, 0);

    protected sealed override void KeepState(MetricState state)
    {
        state.Keep(ref _sum);
        state.Keep(ref _weight);
    }

    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        try
        {
            Shape shape = RowShape(target.Shape, prediction.Shape);
            int rows = shape.Size;
            if (rows == 0) return;
            if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, shape);
            Tensor? mask = prediction.Mask is { } given && given.Rank <= shape.Rank && shape[..given.Rank] == given.Shape ? given : null;

            // As in Keras a sample counts once however many rows it has, so that batches of longer sequences do not weigh more.
            double share = shape.Rank > 1 ? (double)shape[0] / rows : 1;
            Add(target.Span, prediction.Span, rows, share, mask is null ? [] : mask.Span, sampleWeight is null ? [] : sampleWeight.Span);
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
            RowShape(target, prediction);
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    /// <summary>The shape of the values that the mean is over.</summary>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    protected abstract Shape RowShape(Shape target, Shape prediction);

    /// <summary>The value of one row.</summary>
    protected abstract double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction);

    private void Add(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rows, double share, ReadOnlySpan<float> mask,
        ReadOnlySpan<float> weights)
    {
        int targetWidth = target.Length / rows;
        int width = prediction.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            if (!mask.IsEmpty && mask[row / (rows / mask.Length)] == 0f) continue;
            double weight = share * (weights.IsEmpty ? 1f : weights[row / (rows / weights.Length)]);

            // What does not count may be anything: 0 times NaN would be NaN.
            if (weight == 0) continue;
            double value = Value(target.Slice(row * targetWidth, targetWidth), prediction.Slice(row * width, width));
            _sum += value * weight;
            _weight += weight;
        }
    }
}
