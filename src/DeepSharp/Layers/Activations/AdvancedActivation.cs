namespace DeepSharp.Layers;

/// <summary>
/// An activation that is a layer, with parameters of its own: <see cref="ReLU"/>, <see cref="LeakyReLU"/>, <see cref="ELU"/>.
/// </summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights. Computed together with the layer before where that can be.
/// </remarks>
public abstract class AdvancedActivation : Layer
{
    private protected AdvancedActivation(string? name, Shape? inputShape)
        : base(name, inputShape)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <summary>The function.</summary>
    private protected abstract Activation Function { get; }

    internal override Activation? OnlyActivation => Function;

    internal override bool TakesSamplesApart(bool training) => IsKnown(Function);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Function.Apply(input);
}
