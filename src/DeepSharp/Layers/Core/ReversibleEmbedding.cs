using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// An embedding that can be called in reverse: from vectors back to a score for each id, as the last layer of a language model. By default
/// with the same table, transposed (Press and Wolf 2017).
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of whole numbers, in reverse (batch, ..., outputDim) · <b>Output</b> (batch, ..., outputDim), in reverse
/// (batch, ..., inputDim), without a mask.<br/>
/// <b>Weights</b> embeddings (inputDim, outputDim), and reverse_embeddings (outputDim, inputDim) where weights are not tied. There is no
/// bias.
/// </remarks>
/// <example><code>
/// var embedding = new ReversibleEmbedding(20_000, 64);
/// SymbolicTensor words = new Input([128]);
/// SymbolicTensor logits = embedding.ApplyReverse(new LSTM(64, returnSequences: true).Apply(embedding.Apply(words)));
/// var model = new Model(words, logits);
/// </code></example>
public sealed class ReversibleEmbedding : Embedding
{
    private static readonly CallSignature s_signature = new(
        CallArgument.Tensor("inputs"), CallArgument.Option("reverse"), CallArgument.Training);

    private readonly WeightOptions _reverse;

    /// <summary>A table of vectors, there and back.</summary>
    /// <param name="inputDim">How many ids there are, 1 or more: they go from 0 to inputDim - 1.</param>
    /// <param name="outputDim">Length of a vector, 1 or more.</param>
    /// <param name="tieWeights">Whether the reverse uses the table itself; else it has a weight of its size.</param>
    /// <param name="embeddingsInitializer">
    /// First values of the table, and of the reverse's; null for <c>uniform</c>, from -0.05 to 0.05.
    /// </param>
    /// <param name="embeddingsRegularizer">The penalty that the loss gets for the table; null for none.</param>
    /// <param name="embeddingsConstraint">What the table has to meet after every step; null for nothing.</param>
    /// <param name="maskZero">Whether id 0 is padding: the output gets a mask that recurrent layers heed.</param>
    /// <param name="reverseDtype">The kind of number that the reverse computes with: null or <c>float32</c>.</param>
    /// <param name="logitSoftCap">
    /// What scores c·tanh(scores / c) keeps between -c and c, any number but 0; null for scores as they are.
    /// </param>
    /// <param name="weights">First values of the table, (inputDim, outputDim); null for the initializer's.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output; null for none.</param>
    /// <param name="name">A name that is unique in its model; null for <c>reversible_embedding</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A length is below 1, there are more ids than floats hold exactly, 16,777,216, or the soft cap is 0 or not finite.
    /// </exception>
    /// <exception cref="NotSupportedException"><paramref name="reverseDtype"/> is another one.</exception>
    /// <exception cref="ShapeException"><paramref name="weights"/> has another shape.</exception>
    public ReversibleEmbedding(
        int inputDim, int outputDim, bool tieWeights = true, Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false,
        string? reverseDtype = null, double? logitSoftCap = null, Tensor? weights = null, Regularizer? activityRegularizer = null,
        string? name = null, Shape? inputShape = null)
        : this(
            inputDim, outputDim, tieWeights, new WeightOptions(
                "embeddings", embeddingsInitializer ?? "uniform", embeddingsRegularizer, embeddingsConstraint),
            maskZero, reverseDtype, logitSoftCap, weights, name, inputShape)
    {
        ActivityRegularizer = activityRegularizer;
    }

    private ReversibleEmbedding(
        int inputDim, int outputDim, bool tieWeights, WeightOptions table, bool maskZero, string? reverseDtype, double? logitSoftCap,
        Tensor? weights, string? name, Shape? inputShape = null)
        : base(inputDim, outputDim, table, maskZero, weights, name, inputShape)
    {
        if (reverseDtype is not (null or "float32"))
        {
            throw new NotSupportedException(
                $"{LayerArguments.Describe(this)}: expected reverseDtype null or 'float32', which all layers compute with, but got " +
                $"'{reverseDtype}'.");
        }

        if (logitSoftCap is { } cap)
        {
            LogitSoftCap = OptionNumber.Where(
                (float)cap != 0 && float.IsFinite((float)cap), LayerArguments.Describe(this), cap, "logitSoftCap, a finite number but 0");
        }

        (TieWeights, ReverseDtype, _reverse) = (tieWeights, reverseDtype, new WeightOptions("reverse_embeddings", table.Initializer));
    }

    /// <summary>Whether the reverse uses the table itself.</summary>
    public bool TieWeights { get; }

    /// <summary>The kind of number that the reverse computes with, if one was named.</summary>
    public string? ReverseDtype { get; }

    /// <summary>What scores are kept below, if anything.</summary>
    public float? LogitSoftCap { get; }

    /// <summary>What the reverse multiplies by, (outputDim, inputDim), where weights are not tied; null until the layer is built.</summary>
    public Variable? ReverseEmbeddings { get; private set; }

    /// <inheritdoc/>
    public override CallSignature Signature => s_signature;

    internal override bool LooksUp(CallForm call) => call.OptionOf(s_signature.IndexOf("reverse")) is not { IsTrue: true };

    /// <summary>Computes a score for each id from vectors: the call with <c>reverse</c>.</summary>
    /// <param name="vectors">(batch, ..., outputDim).</param>
    /// <param name="training">Whether to act as in training; null for: as the layer does in whose <c>Call</c> this is.</param>
    /// <returns>(batch, ..., inputDim).</returns>
    /// <exception cref="ShapeException">The last axis has another length than outputDim.</exception>
    public Tensor ApplyReverse(Tensor vectors, bool? training = null) =>
        Apply(new CallArguments<Tensor>(vectors) { Training = training }.With("reverse", true));

    /// <summary>Describes a score for each id from vectors: the call with <c>reverse</c>.</summary>
    /// <param name="vectors">(batch, ..., outputDim).</param>
    /// <returns>(batch, ..., inputDim).</returns>
    /// <exception cref="ShapeException">The last axis has another length than outputDim.</exception>
    public SymbolicTensor ApplyReverse(SymbolicTensor vectors) => Apply(new CallArguments<SymbolicTensor>(vectors).With("reverse", true));

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(in CallInputs<Shape> call)
    {
        if (!call.Flag("reverse")) return [ComputeOutputShape(call[0])];
        if (call[0].Rank > 1 && call[0][^1] == OutputDim) return [call[0].WithLast(InputDim)];
        throw new ShapeException($"expected vectors (batch, ..., {OutputDim}) in reverse but got {call[0]}.");
    }

    internal static new ReversibleEmbedding FromConfig(ConfigReader reader)
    {
        RefuseUnknown(reader);
        return new ReversibleEmbedding(
            reader.Int("input_dim"), reader.Int("output_dim"), reader.Bool("tie_weights", true),
            WeightOptions.Read(reader, "embeddings", "uniform"), reader.Bool("mask_zero", false), reader.String("reverse_dtype"),
            reader.OptionalFloat("logit_soft_cap"), weights: null, reader.String("name"));
    }

    /// <inheritdoc/>
    protected override void ComputeMasks(in CallInputs<Tensor> call, Span<Tensor?> masks)
    {
        if (!call.Flag("reverse")) base.ComputeMasks(call, masks);
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        base.OnBuild(input);
        if (!TieWeights) ReverseEmbeddings = AddWeight(_reverse, [OutputDim, InputDim]);
    }

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs) =>
        outputs[0] = call.Flag("reverse") ? Scores(call[0]) : Call(call[0], call.Training);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config["tie_weights"] = TieWeights;
        config["reverse_dtype"] = ReverseDtype;
        config["logit_soft_cap"] = LogitSoftCap;
    }

    private Tensor Scores(Tensor vectors)
    {
        Tensor scores = TieWeights ? vectors.MatMul(Embeddings!.Value, transposeB: true) : vectors.MatMul(ReverseEmbeddings!.Value);
        return LogitSoftCap is { } cap ? (scores / cap).Tanh() * cap : scores;
    }
}
