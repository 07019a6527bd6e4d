namespace DeepSharp;

// The steps that a custom class may replace, and the values that it keeps.
public partial class Model
{
    private readonly List<Metric> _ownMetrics = [];

    /// <summary>
    /// One step of training. Override it to train differently: whatever <c>Fit</c> and <c>TrainOnBatch</c> offer besides stays the same.
    /// </summary>
    /// <remarks>
    /// Where only the loss or only the metrics differ, override <see cref="ComputeLoss"/> or <see cref="ComputeMetrics"/> instead. A model
    /// that is trained by its own step need not override <c>Call</c>.
    /// </remarks>
    /// <param name="step">The batch, and the parts that a step is made of. Its tape records.</param>
    /// <example><code>
    /// protected override void TrainStep(TrainingStep step)
    /// {
    ///     ReadOnlySpan&lt;Tensor&gt; outputs = step.Apply();
    ///     step.Minimize(step.ComputeLoss(outputs) + MyPenalty(outputs[0]));
    ///     step.UpdateMetrics(outputs);
    /// }
    /// </code></example>
    protected virtual void TrainStep(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ReadOnlySpan<Tensor> outputs = step.Apply();
        step.Minimize(ComputeLoss(step, outputs));
        ComputeMetrics(step, outputs);
    }

    /// <summary>One step of evaluation, for <c>Evaluate</c>, <c>TestOnBatch</c> and the validation in <c>Fit</c>.</summary>
    /// <param name="step">The batch, and the parts that a step is made of.</param>
    protected virtual void TestStep(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ReadOnlySpan<Tensor> outputs = step.Apply();
        step.ReportLoss(ComputeLoss(step, outputs));
        ComputeMetrics(step, outputs);
    }

    /// <summary>One step of prediction, for <c>Predict</c> and its kin: computes the outputs for a batch in inference mode.</summary>
    /// <remarks>Several threads may predict at once. The tensors live in memory that the next step uses again.</remarks>
    /// <param name="inputs">The inputs of the batch, in order.</param>
    /// <param name="outputs">To be filled: one tensor an output, samples first.</param>
    /// <example><code>
    /// protected override void PredictStep(ReadOnlySpan&lt;Tensor&gt; inputs, Span&lt;Tensor&gt; outputs)
    /// {     base.PredictStep(inputs, outputs);     outputs[0] = outputs[0].Softmax();   // the model gives logits, and probabilities are
    /// wanted }
    /// </code></example>
    protected virtual void PredictStep(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs) =>
        ExecuteStep(null, inputs, outputs, training: false);

    /// <summary>
    /// The loss of a batch in training and in evaluation: the compiled ones and what layers added, unless it is overridden. Penalties for
    /// weights come on top of what is returned.
    /// </summary>
    /// <param name="step">The batch: inputs, targets, weights of the samples.</param>
    /// <param name="outputs">What the model computed.</param>
    /// <returns>One number.</returns>
    /// <example><code>
    /// protected override Tensor ComputeLoss(TrainingStep step, ReadOnlySpan&lt;Tensor&gt; outputs) =&gt;
    ///     step.ComputeLoss(outputs) + 0.1f * Loss.MeanAbsoluteError().Apply(step.Y, outputs[0]);
    /// </code></example>
    protected virtual Tensor ComputeLoss(TrainingStep step, ReadOnlySpan<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.ComputeLoss(outputs);
    }

    /// <summary>Shows a batch to the metrics, in training and in evaluation: to the compiled ones, unless it is overridden.</summary>
    /// <param name="step">The batch: inputs, targets, weights of the samples.</param>
    /// <param name="outputs">What the model computed.</param>
    /// <example><code>
    /// protected override void ComputeMetrics(TrainingStep step, ReadOnlySpan&lt;Tensor&gt; outputs)
    /// {     base.ComputeMetrics(step, outputs);     _error.Update(step.Y, outputs[0]);   // in the constructor: _error =
    /// AddMetric(Metric.MeanAbsoluteError("error")); }
    /// </code></example>
    protected virtual void ComputeMetrics(TrainingStep step, ReadOnlySpan<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(step);
        step.UpdateMetrics(outputs);
    }

    /// <summary>
    /// Takes in a metric that the steps of this class update by themselves. It is reset with the others, at the start of each epoch and
    /// each evaluation, and its value is in the logs. One that is called <c>loss</c> takes the place of the loss that the steps report.
    /// Call it in the constructor.
    /// </summary>
    /// <returns>The same metric, to keep in a field.</returns>
    /// <exception cref="ArgumentException">It is a metric of another model.</exception>
    /// <example><code>
    /// _lossTracker = AddMetric(Metric.Mean("loss"));   // in TrainStep: _lossTracker.Update(loss);
    /// </code></example>
    protected TMetric AddMetric<TMetric>(TMetric metric) where TMetric : Metric
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (_ownMetrics.Contains(metric)) return metric;
        ObjectUses.Replace("AddMetric", this, [], [metric]);
        _ownMetrics.Add(metric);
        _trainer?.Outputs.Forget();
        return metric;
    }

    internal void RunPredictStep(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs) => PredictStep(inputs, outputs);
}
