namespace DeepSharp.Layers;

/// <summary>The first of two inputs less the second, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Subtract().Apply(x, y);</code></example>
public sealed class Subtract : MergingLayer
{
    /// <summary>A difference.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>subtract</c>, numbered.</param>
    public Subtract(string? name = null)
        : base(name)
    {
    }

    internal static Subtract FromConfig(ConfigReader reader) => new(reader.String("name"));

    private protected override bool KeepsDType => true;

    /// <inheritdoc/>
    protected override int? InputCount => 2;

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged - next;
}
