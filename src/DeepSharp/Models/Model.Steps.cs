namespace DeepSharp;

// The steps that a class of one's own may replace.
public partial class Model
{
    /// <summary>
    /// One step of training. Override it to train differently: whatever <c>Fit</c> and <c>TrainOnBatch</c> offer besides stays the same.
    /// </summary>
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
        step.Minimize(step.ComputeLoss(outputs));
        step.UpdateMetrics(outputs);
    }

    /// <summary>One step of evaluation, for <c>Evaluate</c>, <c>TestOnBatch</c> and the validation in <c>Fit</c>.</summary>
    /// <param name="step">The batch, and the parts that a step is made of.</param>
    protected virtual void TestStep(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        ReadOnlySpan<Tensor> outputs = step.Apply();
        step.ReportLoss(step.ComputeLoss(outputs));
        step.UpdateMetrics(outputs);
    }

    internal void RunTrainStep(TrainingStep step) => TrainStep(step);

    internal void RunTestStep(TrainingStep step) => TestStep(step);
}
