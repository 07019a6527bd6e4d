namespace DeepSharp;

/// <summary>A metric that is the weighted mean of values that ops compute for a batch, as Keras's MeanMetricWrapper.</summary>
internal abstract class ValueMetric(string name) : WeightedMean(name)
{
    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        try
        {
            if (prediction.Size == 0) return;
            (Tensor y, Tensor p) = (EqualRanks.Target(target, prediction), EqualRanks.Prediction(target, prediction));
            Tensor values = Values(y, p);
            if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, values.Shape);
            Tensor? mask = UsesMask ? MaskOf(prediction, values.Shape) : null;
            var weights = new Weights(values.Shape, mask, sampleWeight);
            ReadOnlySpan<float> all = values.Span;
            bool isWeighted = mask is not null || sampleWeight is not null;
            for (int i = 0; i < all.Length; i++)
            {
                double weight = weights[i];
                if (weight != 0 && !(isWeighted && IsLeftOut(y, i))) Add(all[i], weight);
            }
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    internal sealed override void CheckShapes(Shape target, Shape prediction)
    {
        float share = prediction.Rank > 1 && prediction[^1] > 1 ? 1f / prediction[^1] : 0.5f;
        try
        {
            Tensor y = Tensor.Zeros(target), p = Tensor.Full(prediction, share);
            Values(EqualRanks.Target(y, p), EqualRanks.Prediction(y, p));
        }
        catch (ShapeException exception) when (exception.NameLayer($"Metric {Name}"))
        {
            throw;
        }
    }

    /// <summary>The values that the mean is over, samples first. Targets and predictions have as many axes.</summary>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    protected abstract Tensor Values(Tensor target, Tensor prediction);

    /// <summary>Whether what the mask of the prediction leaves out does not count.</summary>
    private protected virtual bool UsesMask => true;

    /// <summary>Whether a value does not count, in a batch with weights or a mask.</summary>
    private protected virtual bool IsLeftOut(Tensor target, int place) => false;
}
