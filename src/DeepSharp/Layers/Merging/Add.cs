namespace DeepSharp.Layers;

/// <summary>The sum of its inputs, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Add().Apply(x, y);</code></example>
public sealed class Add : MergingLayer
{
    /// <summary>A sum.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>add</c>, numbered.</param>
    public Add(string? name = null)
        : base(name)
    {
    }

    internal static Add FromConfig(ConfigReader reader) => new(reader.String("name"));

    private protected override bool KeepsDType => true;

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged + next;
}
