namespace DeepSharp.Layers;

/// <summary>Attention by the tanh of sums of queries and keys (Bahdanau et al. 2014): the scores are Σ scale·tanh(query + key).</summary>
/// <remarks>
/// <b>Input</b> query (batch, queries, features), value (batch, keys, valueFeatures) and perhaps key (batch, keys, features), else the
/// value · <b>Output</b> (batch, queries, valueFeatures); with <c>return_attention_scores</c> also the scores (batch, queries, keys).<br/>
/// <b>Weights</b> with <c>useScale</c> scale (features).<br/>
/// The mask of the value says which keys count; where that of the query says 0 the output is 0. All sums lie in memory at once:
/// (batch, queries, keys, features).
/// </remarks>
/// <example><code>SymbolicTensor context = new AdditiveAttention().Apply(decoded, encoded);</code></example>
public sealed class AdditiveAttention : ScoreAttention
{
    /// <summary>Attention by sums.</summary>
    /// <param name="useScale">Whether a weight for each feature scales the tanh.</param>
    /// <param name="dropout">Fraction of the probabilities that training drops, from 0 to below 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>additive_attention</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is below 0, or 1 or more.</exception>
    public AdditiveAttention(bool useScale = true, double dropout = 0, long? seed = null, string? name = null)
        : base(useScale, dropout, seed, name)
    {
    }

    /// <summary>The weight of each feature; null until the layer is built, or without it.</summary>
    public Variable? Scale { get; private set; }

    internal static AdditiveAttention FromConfig(ConfigReader reader) => new(
        reader.Bool("use_scale", true), reader.Double("dropout", 0), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(ReadOnlySpan<Shape> inputs)
    {
        if (!UseScale) return;
        int features = inputs[0][^1];
        if (features == Shape.Any) throw new ShapeException($"expected a query whose features are known but got {inputs[0]}.");
        Scale = AddWeight("scale", [features], "glorot_uniform");
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        Tensor bent = Sums(query, key).Tanh();
        return OverFeatures(Scale is null ? bent : bent * Scale.Value);
    }
}
