namespace DeepSharp;

// For optimizers that are built around another one, which has the weights, the rate and the steps.
public abstract partial class Optimizer
{
    // What gradients are divided by besides the options' factor, in the step in hand.
    private float _scaleOfStep = 1f;

    /// <summary>The one that this one is built around; null for none.</summary>
    private protected virtual Optimizer? Inner => null;

    /// <summary>What the loss is multiplied by before its gradients are computed; null for 1.</summary>
    internal virtual float? LossScale => (float?)Options.LossScaleFactor;

    /// <summary>What takes all scales off gradients again; null where there are none.</summary>
    private float? Unscale => _scaleOfStep == 1f ? Options.Unscale : (Options.Unscale ?? 1f) / _scaleOfStep;

    /// <summary>Takes a step with gradients that another optimizer has let through.</summary>
    /// <param name="gradients">Of a loss that was scaled.</param>
    /// <param name="scale">What it was multiplied by, besides the options' factor.</param>
    internal void StepScaled(in Gradients gradients, float scale)
    {
        _scaleOfStep = scale;
        try
        {
            Step(gradients);
        }
        finally
        {
            _scaleOfStep = 1f;
        }
    }
}
