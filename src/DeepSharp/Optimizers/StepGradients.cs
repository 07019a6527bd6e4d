namespace DeepSharp;

/// <summary>All gradients of a step, to be read and changed by an <see cref="Optimizer.GradientHook"/>.</summary>
/// <remarks>
/// The order is that of the variables that the step was given: in <c>Fit</c> and <c>TrainOnBatch</c> that of the model's
/// <see cref="Layer.TrainableWeights"/>, the same in every step and on every machine that made the same model.
/// </remarks>
public readonly ref struct StepGradients
{
    private readonly Gradients _gradients;

    internal StepGradients(Gradients gradients) => _gradients = gradients;

    /// <summary>Number of variables of the step, those without a gradient among them.</summary>
    public int Count => _gradients.Count;

    /// <summary>The variables, in order.</summary>
    public IReadOnlyList<Variable> Variables => _gradients.Variables;

    /// <summary>
    /// The gradient of the variable at a place, to be read and written. It is as long as the variable, or empty where the loss does not
    /// depend on that.
    /// </summary>
    public Span<float> this[int index] => _gradients.Open(index);
}
