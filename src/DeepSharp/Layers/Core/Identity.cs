namespace DeepSharp.Layers;

/// <summary>Gives its input back unchanged: a placeholder for a layer that is not there.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same tensor. No weights.</remarks>
/// <example><code>Layer norm = useNorm ? new LayerNormalization() : new Identity();</code></example>
public sealed class Identity : Layer
{
    /// <summary>A layer that does nothing.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>identity</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public Identity(string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    private protected override bool KeepsDType => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    internal static Identity FromConfig(ConfigReader reader) => new(reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => input;
}
