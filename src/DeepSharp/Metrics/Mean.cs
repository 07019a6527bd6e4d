namespace DeepSharp
{
    public abstract partial class Metric
    {
        /// <summary>The mean of values that a step of one's own computes, see <c>Model.AddMetric</c>.</summary>
        /// <param name="name">What logs call it.</param>
        public static Metrics.Mean Mean(string name = "mean") => new(name);
    }
}

namespace DeepSharp.Metrics
{
    /// <summary>The mean of values that a step of one's own computes: keeps track of a loss, or a part of it.</summary>
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

        /// <summary>Takes all values of a tensor in, such as a loss.</summary>
        /// <param name="values">Any shape.</param>
        /// <param name="sampleWeight">How much each value, or each sample, counts; null for 1.</param>
        /// <exception cref="ShapeException">There are weights for something else than the values or the samples.</exception>
        public void Update(Tensor values, Tensor? sampleWeight = null)
        {
            ArgumentNullException.ThrowIfNull(values);
            int size = values.Size, weights = sampleWeight?.Size ?? 1;
            bool fits = sampleWeight is null || weights == size || (values.Rank > 0 && weights == values.Shape[0] && weights > 0);
            if (!fits)
            {
                throw new ShapeException(
                    $"Metric {Name}: expected one weight for each value or each sample of {values.Shape} but got {sampleWeight!.Shape}.");
            }

            for (int i = 0; i < size; i++) Update(values.Span[i], sampleWeight?.Span[i / (size / weights)] ?? 1.0);
        }

        /// <summary>Not for compiled metrics: the mean of what would be meant by targets and predictions?</summary>
        /// <exception cref="InvalidOperationException">Always.</exception>
        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight) => throw new InvalidOperationException(
            $"Metric {Name}: expected values to take the mean of, but got targets and predictions. Give Mean to AddMetric in a model of " +
            "one's own and update it there, or compile another metric.");

        /// <inheritdoc/>
        public override void Reset() => (_sum, _weight) = (0, 0);
    }
}
