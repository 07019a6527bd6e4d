using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Attention in several heads of which neighbouring ones share their keys and values (Ainslie et al. 2023). With one head of keys it is
/// multi-query attention, with as many as of queries multi-head attention.
/// </summary>
/// <remarks>
/// <b>Input</b> query (batch, queries, features), value (batch, keys, features), key like the value, if another · <b>Output</b> (batch,
/// queries, features of the query); with <c>return_attention_scores</c> also the scores (batch, query heads, queries, keys).<br/>
/// <b>Weights</b> query/kernel (features, query heads, headDim), query/bias (query heads, headDim), key and value alike with the heads of
/// the keys, gate/kernel and gate/bias with <c>useGate</c>, attention_output/kernel (query heads, headDim, features),
/// attention_output/bias.
/// </remarks>
/// <example><code>
/// SymbolicTensor context = new GroupQueryAttention(headDim: 64, numQueryHeads: 8, numKeyValueHeads: 2).Apply(words, words);
/// </code></example>
public sealed class GroupQueryAttention : ProjectedAttention
{
    /// <summary>Attention whose heads share keys and values.</summary>
    /// <param name="headDim">Width of a head, 1 or more.</param>
    /// <param name="numQueryHeads">Heads of the queries, 1 or more.</param>
    /// <param name="numKeyValueHeads">Heads of keys and values, 1 or more; divides those of the queries.</param>
    /// <param name="dropout">Fraction of the probabilities that training drops, from 0 to below 1.</param>
    /// <param name="useBias">Whether the projections add biases.</param>
    /// <param name="slidingWindow">
    /// A query looks at keys fewer places away than this, 1 or more, in both directions; null for all.
    /// </param>
    /// <param name="flashAttention">
    /// As in Keras, true refuses a dropout, and calls for scores. It changes no number: scores are kept out of memory wherever possible.
    /// </param>
    /// <param name="kernelInitializer">First values of the kernels; null for <c>glorot_uniform</c>.</param>
    /// <param name="biasInitializer">First values of the biases; null for <c>zeros</c>.</param>
    /// <param name="kernelRegularizer">The penalty that the loss gets for each kernel; null for none.</param>
    /// <param name="biasRegularizer">The penalty that the loss gets for each bias; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for what each projection gives; null for none.</param>
    /// <param name="kernelConstraint">What each kernel has to meet after every step; null for nothing.</param>
    /// <param name="biasConstraint">What each bias has to meet after every step; null for nothing.</param>
    /// <param name="useGate">
    /// Whether the sigmoid of a further projection of the queries scales what the heads give (Qiu et al. 2025).
    /// </param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>grouped_query_attention</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// The heads of the queries cannot be divided by those of the keys, or a dropout comes with flash attention.
    /// </exception>
    public GroupQueryAttention(
        int headDim, int numQueryHeads, int numKeyValueHeads, double dropout = 0, bool useBias = true, int? slidingWindow = null,
        bool? flashAttention = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false, long? seed = null,
        string? name = null)
        : this(
            headDim, numQueryHeads, numKeyValueHeads,
            new ProjectedAttentionOptions(dropout, useBias, useGate, slidingWindow, flashAttention, seed),
            WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), name)
    {
        ActivityRegularizer = activityRegularizer;
    }

    // Keras exports the class under another name than the one that it calls its layers by.
    private GroupQueryAttention(
        int headDim, int numQueryHeads, int numKeyValueHeads, ProjectedAttentionOptions options, WeightOptions kernel, WeightOptions bias,
        string? name)
        : base(options, kernel, bias, name ?? LayerNames.Next("GroupedQueryAttention"))
    {
        HeadDim = LayerArguments.Positive(this, headDim);
        NumQueryHeads = LayerArguments.Positive(this, numQueryHeads);
        NumKeyValueHeads = LayerArguments.Positive(this, numKeyValueHeads);
        if (numQueryHeads % numKeyValueHeads == 0) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected numQueryHeads that can be divided by numKeyValueHeads but got {numQueryHeads} " +
            $"and {numKeyValueHeads}.", nameof(numQueryHeads));
    }

    /// <summary>Width of a head.</summary>
    public int HeadDim { get; }

    /// <summary>Heads of the queries.</summary>
    public int NumQueryHeads { get; }

    /// <summary>Heads of keys and values.</summary>
    public int NumKeyValueHeads { get; }

    private protected override int Heads => NumQueryHeads;

    private protected override int KeyHeads => NumKeyValueHeads;

    private protected override int KeyWidth => HeadDim;

    private protected override int ValueWidth => HeadDim;

    internal static GroupQueryAttention FromConfig(ConfigReader reader) => new(
        reader.Int("head_dim"), reader.Int("num_query_heads"), reader.Int("num_key_value_heads"), ProjectedAttentionOptions.Read(reader),
        WeightOptions.ReadKernel(reader), WeightOptions.ReadBias(reader), reader.String("name"));

    private protected override Shape OutputWidths(Shape query) => query[^1..];

    private protected override void Require(Shape query, Shape value, Shape key)
    {
        if (query.Rank == 3 && (query[2] == value[2] || query[2] == Shape.Any || value[2] == Shape.Any)) return;
        throw new ShapeException(
            $"expected a query and a value of 3 axes, (batch, steps, features), with as many features, but got {query} and {value}.");
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["head_dim"] = HeadDim;
        config["num_query_heads"] = NumQueryHeads;
        config["num_key_value_heads"] = NumKeyValueHeads;
        base.WriteConfig(config);
    }
}
