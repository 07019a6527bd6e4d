namespace DeepSharp
{
    public abstract partial class Metric
    {
        /// <summary>The sum of values that a custom step computes, see <c>Model.AddMetric</c>.</summary>
        /// <param name="name">What logs call it.</param>
        public static Metrics.Sum Sum(string name = "sum") => new(name);
    }
}

namespace DeepSharp.Metrics
{
    /// <summary>The sum of values that a custom step computes.</summary>
    /// <param name="name">What logs call it.</param>
    /// <example><code>
    /// _tokens = AddMetric(Metric.Sum("tokens"));   // in the model's constructor
    /// _tokens.Update(mask);                        // in each step
    /// </code></example>
    public sealed class Sum(string name = "sum") : Metric(name)
    {
        private double _sum;

        /// <inheritdoc/>
        public override double Result => _sum;

        /// <summary>Takes a value in.</summary>
        /// <param name="value">Any number.</param>
        /// <param name="weight">What it is multiplied by.</param>
        public void Update(double value, double weight = 1) => _sum += value * weight;

        /// <summary>Takes all values of a tensor in.</summary>
        /// <param name="values">Any shape, samples along the first axis.</param>
        /// <param name="sampleWeight">What each value, or each sample, or what lies between, is multiplied by; null for 1.</param>
        /// <exception cref="ShapeException">There are weights for something else than the values or the samples.</exception>
        public void Update(Tensor values, Tensor? sampleWeight = null)
        {
            ArgumentNullException.ThrowIfNull(values);
            if (values.Size == 0) return;
            if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, values.Shape);
            ReadOnlySpan<float> all = values.Span, weights = sampleWeight is null ? [] : sampleWeight.Span;
            int perWeight = weights.IsEmpty ? 1 : all.Length / weights.Length;
            for (int i = 0; i < all.Length; i++) Update(all[i], weights.IsEmpty ? 1f : weights[i / perWeight]);
        }

        /// <summary>The same as <see cref="Update(Tensor, Tensor?)"/>, as Keras calls it.</summary>
        /// <inheritdoc cref="Update(Tensor, Tensor?)"/>
        public void UpdateState(Tensor values, Tensor? sampleWeight = null) => Update(values, sampleWeight);

        /// <summary>Not for compiled metrics: the sum of what would be meant by targets and predictions?</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight) => throw new InvalidOperationException(
            $"Metric {Name}: expected values to add up, but got targets and predictions. Give Sum to AddMetric in a custom model and " +
            "update it there, or compile another metric.");

        /// <inheritdoc/>
        public override void Reset() => _sum = 0;

        /// <inheritdoc/>
        protected override void KeepState(MetricState state)
        {
            ArgumentNullException.ThrowIfNull(state);
            state.Keep(ref _sum);
        }
    }
}
