namespace DeepSharp;

/// <summary>
/// A metric that is the weighted mean of a value for each row of a batch. Rows that the mask of the prediction leaves
/// out, or whose weight is 0, do not count.
/// </summary>
internal abstract class MeanMetric(string name) : WeightedMean(name)
{
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
            Add(target.Span, prediction.Span, rows, new Weights(shape, MaskOf(prediction, shape), sampleWeight));
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

    private void Add(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rows, Weights weights)
    {
        int targetWidth = target.Length / rows;
        int width = prediction.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            // What does not count may be anything: 0 times NaN would be NaN.
            double weight = weights[row];
            if (weight == 0) continue;
            Add(Value(target.Slice(row * targetWidth, targetWidth), prediction.Slice(row * width, width)), weight);
        }
    }
}
