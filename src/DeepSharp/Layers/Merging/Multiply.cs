namespace DeepSharp.Layers;

/// <summary>The product of its inputs, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.<br/>
/// Values that an input's mask leaves out count as 1; where no input counts the product is 0.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Multiply().Apply(x, y);</code></example>
public sealed class Multiply : MergingLayer
{
    /// <summary>A product.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>multiply</c>, numbered.</param>
    public Multiply(string? name = null)
        : base(name)
    {
    }

    internal static Multiply FromConfig(ConfigReader reader) => new(reader.String("name"));

    private protected override bool KeepsDType => true;

    private protected override MaskedValues MaskedValues => MaskedValues.Ones;

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged * next;
}
