namespace DeepSharp.Layers;

/// <summary>The largest of its inputs, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.<br/>
/// Values that an input's mask leaves out do not take part.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Maximum().Apply(x, y);</code></example>
public sealed class Maximum : MergingLayer
{
    /// <summary>A maximum.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>maximum</c>, numbered.</param>
    public Maximum(string? name = null)
        : base(name)
    {
    }

    internal static Maximum FromConfig(ConfigReader reader) => new(reader.String("name"));

    private protected override bool KeepsDType => true;

    private protected override MaskedValues MaskedValues => MaskedValues.Absent;

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged.Maximum(next);
}
