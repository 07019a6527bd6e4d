namespace DeepSharp;

/// <summary>A metric that is a weighted mean of values.</summary>
internal abstract class WeightedMean(string name) : Metric(name)
{
    private double _sum;
    private double _weight;

    public override double Result => _weight == 0 ? 0 : _sum / _weight;

    public sealed override void Reset() => (_sum, _weight) = (0, 0);

    protected sealed override void KeepState(MetricState state)
    {
        state.Keep(ref _sum);
        state.Keep(ref _weight);
    }

    /// <summary>Takes a value in.</summary>
    private protected void Add(double value, double weight) => (_sum, _weight) = (_sum + value * weight, _weight + weight);

    /// <summary>The mask of a prediction where it is one for values of a shape; else null.</summary>
    private protected static Tensor? MaskOf(Tensor prediction, Shape values) =>
        prediction.Mask is { } mask && mask.Rank <= values.Rank && values[..mask.Rank] == mask.Shape ? mask : null;

    /// <summary>
    /// How much each of some values counts, by masks and weights that are one for each of them or for several that lie side by side. As in
    /// Keras a sample counts once however many values it has, so that batches of longer sequences do not weigh more.
    /// </summary>
    private protected readonly ref struct Weights(Shape shape, Tensor? mask, Tensor? sampleWeight)
    {
        private readonly ReadOnlySpan<float> _mask = mask is null ? [] : mask.Span, _weights = sampleWeight is null ? []
            : sampleWeight.Span;
        private readonly double _share = shape.Rank > 1 ? (double)shape[0] / shape.Size : 1;
        private readonly int _perMask = mask is null ? 1 : shape.Size / mask.Size;
        private readonly int _perWeight = sampleWeight is null ? 1 : shape.Size / sampleWeight.Size;

        /// <summary>Of the value at a place; 0 where it does not count.</summary>
        public double this[int place] => !_mask.IsEmpty && _mask[place / _perMask] == 0f
            ? 0 : _share * (_weights.IsEmpty ? 1f : _weights[place / _perWeight]);
    }
}
