using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Attention by products of queries and keys (Luong et al. 2015), or by the tanh of their sums.</summary>
/// <remarks>
/// <b>Input</b> query (batch, queries, features), value (batch, keys, valueFeatures) and perhaps key (batch, keys, features), else the
/// value · <b>Output</b> (batch, queries, valueFeatures); with <c>return_attention_scores</c> also the scores (batch, queries, keys).<br/>
/// <b>Weights</b> with <c>useScale</c> scale (), with the mode <c>concat</c> concat_score_weight ().<br/>
/// The mask of the value says which keys count; where that of the query says 0 the output is 0. Products whose scores nobody asks for are
/// computed block by block: memory is linear in the number of keys.
/// </remarks>
/// <example><code>SymbolicTensor context = new Attention().Apply(decoded, encoded);</code></example>
public sealed class Attention : ScoreAttention
{
    /// <summary>Attention by products, or by sums.</summary>
    /// <param name="useScale">Whether a weight scales the scores.</param>
    /// <param name="scoreMode"><c>dot</c> for products, <c>concat</c> for the tanh of sums.</param>
    /// <param name="dropout">Fraction of the probabilities that training drops, from 0 to below 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>attention</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is below 0, or 1 or more.</exception>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public Attention(bool useScale = false, string scoreMode = "dot", double dropout = 0, long? seed = null, string? name = null)
        : base(useScale, dropout, seed, name)
    {
        if (scoreMode is not ("dot" or "concat"))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected the scoreMode dot or concat but got '{scoreMode}'.", nameof(scoreMode));
        }

        ScoreMode = scoreMode;
    }

    /// <summary>How scores are computed.</summary>
    public string ScoreMode { get; }

    /// <summary>What scales the scores; null until the layer is built, or without it.</summary>
    public Variable? Scale { get; private set; }

    /// <summary>The weight of the sums; null until the layer is built, or in the mode <c>dot</c>.</summary>
    public Variable? ConcatScoreWeight { get; private set; }

    internal static Attention FromConfig(ConfigReader reader) => new(
        reader.Bool("use_scale", false), reader.String("score_mode", "dot")!, reader.Double("dropout", 0), reader.OptionalLong("seed"),
        reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(ReadOnlySpan<Shape> inputs)
    {
        if (UseScale) Scale = AddWeight("scale", [], Initializer.Ones);
        if (ScoreMode == "concat") ConcatScoreWeight = AddWeight("concat_score_weight", [], Initializer.Ones);
    }

    private protected override Tensor? FactorOfKeys(Tensor query) =>
        ScoreMode != "dot" ? null : Scale is null ? query : query * Scale.Value;

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        if (ScoreMode == "dot")
        {
            Tensor products = query.MatMul(key, transposeB: true);
            return Scale is null ? products : products * Scale.Value;
        }

        Tensor sums = Sums(query, key);
        if (Scale is not null) sums *= Scale.Value;
        return OverFeatures(sums.Tanh()) * ConcatScoreWeight!.Value;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["score_mode"] = ScoreMode;
    }
}
