namespace DeepSharp.Layers;

/// <summary>The smallest of its inputs, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.<br/>
/// Values that an input's mask leaves out do not take part.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Minimum().Apply(x, y);</code></example>
public sealed class Minimum : MergingLayer
{
    /// <summary>A minimum.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>minimum</c>, numbered.</param>
    public Minimum(string? name = null)
        : base(name)
    {
    }

    internal static Minimum FromConfig(ConfigReader reader) => new(reader.String("name"));

    private protected override bool KeepsDType => true;

    private protected override MaskedValues MaskedValues => MaskedValues.Absent;

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged.Minimum(next);
}
