namespace DeepSharp;

// The door for who looks at gradients, or changes them, before they are used.
public abstract partial class Optimizer
{
    /// <summary>
    /// Called once in every step with all gradients, after the backward pass and before anything is done with them: before the check for
    /// values that are not finite, accumulation, clipping and the rule. It may change them in place. Null for none, the default.
    /// </summary>
    /// <remarks>
    /// <para>It sees the steps of <c>Fit</c>, <c>TrainOnBatch</c>, <see cref="TrainingStep.Minimize(Tensor)"/> and of loops that call
    /// <see cref="Apply(IReadOnlyList{Variable}, IReadOnlyList{Tensor})"/>, whose tensors it then changes. Penalties of regularizers are
    /// in the gradients, and so is <see cref="OptimizerOptions.LossScaleFactor"/>, which is the same on all machines.</para>
    /// <para>It runs on the thread of the step. What it throws ends the step before anything has changed. No config and no file
    /// holds it.</para>
    /// </remarks>
    /// <example><code>
    /// optimizer.GradientHook = gradients =&gt;
    /// {
    ///     for (int i = 0; i &lt; gradients.Count; i++) SumOverMachines(gradients[i]);   // and divide by their number
    /// };
    /// </code></example>
    public Action<StepGradients>? GradientHook { get; set; }
}
