namespace DeepSharp
{
    public abstract partial class Metric
    {
        /// <summary>The mean of values that a custom step computes, see <c>Model.AddMetric</c>.</summary>
        /// <param name="name">What logs call it.</param>
        public static Metrics.Mean Mean(string name = "mean") => new(name);
    }
}

namespace DeepSharp.Metrics
{
    /// <summary>The mean of values that a custom step computes: keeps track of a loss, or a part of it.</summary>
    /// <param name="name">What logs call it.</param>
    /// <example><code>
    /// _divergence = AddMetric(Metric.Mean("kl_loss"));   // in the model's constructor
    /// _divergence.Update(loss);                          // in each step
    /// </code></example>
    public sealed class Mean(string name = "mean") : Metric(name)
    {
        private double _sum;
        private double _weight;

        /// <inheritdoc/>
        public override double Result => _weight == 0 ? 0 : _sum / _weight;

        /// <summary>Takes a value in.</summary>
        /// <param name="value">Any number.</param>
        /// <param name="weight">How much it counts.</param>
        public void Update(double value, double weight = 1) => (_sum, _weight) = (_sum + value * weight, _weight + weight);

        /// <summary>Takes a tensor in: a single number, such as a loss, or the mean of the values of each sample, as in Keras.</summary>
        /// <param name="values">Any shape; samples along the first axis, each of which counts once however many values it has.</param>
        /// <param name="sampleWeight">
        /// How much each value, or each sample, or what lies between, (batch, steps) for (batch, steps, features), counts; null for 1.
        /// </param>
        /// <exception cref="ShapeException">There are weights for something else than the values or the samples.</exception>
        public void Update(Tensor values, Tensor? sampleWeight = null)
        {
            ArgumentNullException.ThrowIfNull(values);
            int size = values.Size, weights = sampleWeight?.Size ?? 1;
            if (size == 0) return;
            bool fits = sampleWeight is null || weights == size || (values.Rank > 0 && weights == values.Shape[0])
                || (sampleWeight.Rank <= values.Rank && values.Shape[..sampleWeight.Rank] == sampleWeight.Shape);
            if (!fits)
            {
                throw new ShapeException(
                    $"Metric {Name}: expected one weight for each value or each sample of {values.Shape} but got {sampleWeight!.Shape}.");
            }

            double share = values.Rank > 1 ? (double)values.Shape[0] / size : 1;
            ReadOnlySpan<float> all = values.Span, counts = sampleWeight is null ? [] : sampleWeight.Span;
            for (int i = 0; i < size; i++) Update(all[i], share * (counts.IsEmpty ? 1f : counts[i / (size / weights)]));
        }

        /// <summary>The same as <see cref="Update(Tensor, Tensor?)"/>, as Keras calls it.</summary>
        /// <inheritdoc cref="Update(Tensor, Tensor?)"/>
        public void UpdateState(Tensor values, Tensor? sampleWeight = null) => Update(values, sampleWeight);

        /// <summary>Not for compiled metrics: the mean of what would be meant by targets and predictions?</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight) => throw new InvalidOperationException(
            $"Metric {Name}: expected values to take the mean of, but got targets and predictions. Give Mean to AddMetric in a custom " +
            "model and update it there, or compile another metric.");

        /// <inheritdoc/>
        public override void Reset() => (_sum, _weight) = (0, 0);

        /// <inheritdoc/>
        protected override void KeepState(MetricState state)
        {
            ArgumentNullException.ThrowIfNull(state);
            state.Keep(ref _sum);
            state.Keep(ref _weight);
        }
    }
}
