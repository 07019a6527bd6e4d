namespace DeepSharp.Layers;

/// <summary>The mean of its inputs, element by element.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.
/// </remarks>
/// <example><code>SymbolicTensor merged = new Average().Apply(x, y);</code></example>
public sealed class Average : MergingLayer
{
    /// <summary>A mean.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>average</c>, numbered.</param>
    public Average(string? name = null)
        : base(name)
    {
    }

    internal static Average FromConfig(ConfigReader reader) => new(reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Finish(Tensor merged, int count) => merged * (1f / count);

    /// <inheritdoc/>
    protected override Tensor Merge(Tensor merged, Tensor next) => merged + next;
}
