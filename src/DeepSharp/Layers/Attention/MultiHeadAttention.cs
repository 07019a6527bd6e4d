using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Attention in several heads (Vaswani et al. 2017): each projects queries, keys and values, and gives every query the mean of the values,
/// weighed by the softmax of its products with the keys; a last projection joins the heads.
/// </summary>
/// <remarks>
/// <b>Input</b> query (batch, queries, features), value (batch, keys, features), key like the value, if another · <b>Output</b> (batch,
/// queries, features of the query, or <c>outputShape</c>); with <c>return_attention_scores</c> also the scores (batch, heads,
/// queries, keys).<br/>
/// <b>Weights</b> query/kernel (features, heads, keyDim), query/bias (heads, keyDim), key and value alike, gate/kernel and gate/bias
/// with <c>useGate</c>, attention_output/kernel (heads, valueDim, features), attention_output/bias (features).<br/>
/// Masks that query, value and key carry say which of their steps count. A query that may look at no key gets the mean of all values, or,
/// where scores are asked for or with a dropout, zeros. Memory grows with the length of the sequences, not with its square, unless scores
/// are asked for or training drops some.
/// </remarks>
/// <example><code>
/// var words = new Input([128, 256]);
/// SymbolicTensor context = new MultiHeadAttention(numHeads: 8, keyDim: 32).Apply(words, words);
/// </code></example>
public sealed class MultiHeadAttention : ProjectedAttention
{
    private readonly int[]? _attentionAxes;

    /// <summary>Attention in several heads.</summary>
    /// <param name="numHeads">Number of heads, 1 or more.</param>
    /// <param name="keyDim">Width of a head's queries and keys, 1 or more.</param>
    /// <param name="valueDim">Width of a head's values, 1 or more; null for <paramref name="keyDim"/>.</param>
    /// <param name="dropout">Fraction of the probabilities that training drops, from 0 to below 1.</param>
    /// <param name="useBias">Whether the projections add biases.</param>
    /// <param name="outputShape">The last axes of the output, all known; null for the features of the query.</param>
    /// <param name="attentionAxes">
    /// The axes that are attended over, for inputs of more than 3 axes; null for all but batch and features. The others are batches.
    /// </param>
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
    /// <param name="name">A name that is unique in its model; null for <c>multi_head_attention</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">A dropout comes with flash attention, or a length of the output shape is unknown.</exception>
    public MultiHeadAttention(
        int numHeads, int keyDim, int? valueDim = null, double dropout = 0, bool useBias = true, Shape? outputShape = null,
        IReadOnlyList<int>? attentionAxes = null, int? slidingWindow = null, bool? flashAttention = null,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, bool useGate = false, long? seed = null,
        string? name = null)
        : this(
            numHeads, keyDim, valueDim, outputShape, attentionAxes?.ToArray(),
            new ProjectedAttentionOptions(dropout, useBias, useGate, slidingWindow, flashAttention, seed),
            WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint),
            WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), name)
    {
        ActivityRegularizer = activityRegularizer;
    }

    private MultiHeadAttention(
        int numHeads, int keyDim, int? valueDim, Shape? outputShape, int[]? attentionAxes, ProjectedAttentionOptions options,
        WeightOptions kernel, WeightOptions bias, string? name)
        : base(options, kernel, bias, name)
    {
        (NumHeads, KeyDim) = (LayerArguments.Positive(this, numHeads), LayerArguments.Positive(this, keyDim));
        ValueDim = valueDim is { } width ? LayerArguments.Positive(this, width, nameof(valueDim)) : keyDim;
        (OutputShape, _attentionAxes) = (outputShape is { Rank: 0 } ? null : outputShape, attentionAxes);
        if (outputShape is { IsKnown: false } or { Rank: > 3 } || outputShape?.Contains(0) == true)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected an outputShape of at most 3 known lengths of 1 or more but got {outputShape}.",
                nameof(outputShape));
        }
    }

    /// <summary>Number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>Width of a head's queries and keys.</summary>
    public int KeyDim { get; }

    /// <summary>Width of a head's values.</summary>
    public int ValueDim { get; }

    /// <summary>The last axes of the output; null for the features of the query.</summary>
    public Shape? OutputShape { get; }

    /// <summary>The axes that are attended over; null for all but batch and features, until the layer is built.</summary>
    public IReadOnlyList<int>? AttentionAxes => BuiltAxes ?? _attentionAxes;

    private protected override int Heads => NumHeads;

    private protected override int KeyHeads => NumHeads;

    private protected override int KeyWidth => KeyDim;

    private protected override int ValueWidth => ValueDim;

    private protected override int[]? GivenAxes => _attentionAxes;

    internal static MultiHeadAttention FromConfig(ConfigReader reader) => new(
        reader.Int("num_heads"), reader.Int("key_dim"), reader.OptionalInt("value_dim"),
        reader.Node("output_shape") is null or JsonArray ? reader.OptionalShape("output_shape") : [reader.Int("output_shape")],
        reader.Has("attention_axes") ? reader.OneOrMoreInts("attention_axes", 1) : null, ProjectedAttentionOptions.Read(reader),
        WeightOptions.ReadKernel(reader), WeightOptions.ReadBias(reader), reader.String("name"));

    private protected override Shape OutputWidths(Shape query) => OutputShape ?? query[^1..];

    private protected override void Require(Shape query, Shape value, Shape key)
    {
    }

    // As in Keras: the mask that the queries carry counts, one given by name does not.
    private protected override Tensor? QueryMask(in CallInputs<Tensor> call) => call["query"].Mask;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["num_heads"] = NumHeads;
        config["key_dim"] = KeyDim;
        config["value_dim"] = ValueDim;
        config["output_shape"] = OutputShape is { } shape ? ConfigSchema.List(shape) : null;
        config["attention_axes"] = AttentionAxes is { } axes ? ConfigSchema.Ints(axes.ToArray()) : null;
        base.WriteConfig(config);
    }
}
