using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// Attention without projections: the softmax of scores of all queries and keys weighs the values. Classes differ in their scores.
/// </summary>
public abstract class ScoreAttention : Layer
{
    // Keras takes it off the scores that a mask leaves out.
    private const float LeftOut = 1e9f;

    private static readonly CallSignature s_signature = new(
        CallArgument.Tensors("inputs"), CallArgument.Mask("mask", of: "inputs"), CallArgument.Training,
        CallArgument.Option("return_attention_scores"), CallArgument.Option("use_causal_mask"));

    private static readonly ExpandDimsOp s_rows = new(-2);
    private static readonly ExpandDimsOp s_columns = new(-3);
    private static readonly SqueezeOp s_context = new(-2);
    private static readonly SumOp s_sum = new([-1], keepDims: false, isMean: false);
    private readonly DropoutOp _dropout;
    private readonly AttentionOp?[] _ops = new AttentionOp?[8];

    private protected ScoreAttention(bool useScale, double dropout, long? seed, string? name)
        : base(name)
    {
        Dropout = OptionNumber.Where(
            (float)dropout is >= 0f and < 1f, LayerArguments.Describe(this), dropout, "dropout, the fraction to drop, from 0 to below 1");
        (UseScale, Seed) = (useScale, seed);
        _dropout = new DropoutOp(Dropout, DeepSharpRuntime.CreateStream(seed));
    }

    /// <summary>Whether a weight scales the scores.</summary>
    public bool UseScale { get; }

    /// <summary>Fraction of the probabilities that training drops.</summary>
    public float Dropout { get; }

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    public override CallSignature Signature => s_signature;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool HoldsState => base.HoldsState || Dropout > 0f;

    /// <summary>Computes what queries find, and the probabilities by which they look at keys.</summary>
    /// <param name="query">(batch, queries, features).</param>
    /// <param name="value">(batch, keys, valueFeatures).</param>
    /// <param name="key">(batch, keys, features); null for the value.</param>
    /// <param name="useCausalMask">Whether a query looks at no key behind its own place.</param>
    /// <param name="training">Whether to drop probabilities; null for: as the layer does in whose <c>Call</c> this is.</param>
    /// <returns>The output, and the scores, (batch, queries, keys).</returns>
    /// <exception cref="ShapeException">The tensors do not fit together.</exception>
    public (Tensor Output, Tensor Scores) ApplyWithScores(
        Tensor query, Tensor value, Tensor? key = null, bool useCausalMask = false, bool? training = null)
    {
        CallArguments<Tensor> call = (key is null ? new CallArguments<Tensor>(query, value) { Training = training }
            : new CallArguments<Tensor>(query, value, key) { Training = training }).With("return_attention_scores", true);
        Tensor[] outputs = ApplyAll(useCausalMask ? call.With("use_causal_mask", true) : call);
        return (outputs[0], outputs[1]);
    }

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(in CallInputs<Shape> call)
    {
        Require(call.Inputs);
        Shape query = call[0], value = call[1], key = call.Count > 2 ? call[2] : value;
        Shape output = query.WithLast(value[^1]);
        return call.Flag("return_attention_scores") ? [output, query.WithLast(key[^2])] : [output];
    }

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) =>
        ComputeOutputShapes(new CallInputs<Shape>(KnownSignature.Plain(inputs.Length), inputs));

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <summary>What scores are the products of, with keys; null where they are something else.</summary>
    private protected virtual Tensor? FactorOfKeys(Tensor query) => null;

    /// <summary>The scores, (batch, queries, keys), of queries (batch, queries, features) and keys (batch, keys, features).</summary>
    private protected abstract Tensor Scores(Tensor query, Tensor key);

    /// <summary>The sums of all queries and keys, (batch, queries, keys, features).</summary>
    private protected static Tensor Sums(Tensor query, Tensor key) => Tape.Run(s_rows, query) + Tape.Run(s_columns, key);

    /// <summary>The sum over the features.</summary>
    private protected static Tensor OverFeatures(Tensor x) => Tape.Run(s_sum, x);

    /// <inheritdoc/>
    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        Tensor query = call[0], value = call[1], key = call.Count > 2 ? call[2] : value;
        bool isCausal = call.Flag("use_causal_mask"), drops = call.Training && Dropout > 0f;
        bool isPlain = outputs.Length == 1 && query.Rank == 3 && (value.Mask is null || value.Mask.Shape == value.Shape[..2]);
        if (isPlain && FactorOfKeys(query) is { } factor)
        {
            outputs[0] = Selected(query, InOnePass(factor, key, value, isCausal, drops));
            return;
        }

        Tensor scores = Scores(query, key);
        Tensor? mask = value.Mask is { } keys ? Tape.Run(s_rows, keys) : null;
        if (isCausal)
        {
            mask = PlainAttention.And(mask, PairMasks.Of(scores.Shape[^2], scores.Shape[^1], new AttentionOptions(1f, IsCausal: true)));
        }

        if (mask is not null) scores += (mask - 1f) * LeftOut;
        Tensor probabilities = scores.Softmax();
        if (drops) probabilities = Tape.Run(_dropout, probabilities);
        outputs[0] = Selected(query, probabilities.MatMul(value));
        if (outputs.Length > 1) outputs[1] = probabilities;
    }

    private static Tensor Selected(Tensor query, Tensor output) =>
        query.Mask is { } queries ? Tape.Run(MaskSelectOp.OrZero, queries, output) : output;

    // A query without any key gets the mean of all values, as where 1e9 is taken off all of its scores.
    private Tensor InOnePass(Tensor query, Tensor key, Tensor value, bool isCausal, bool drops)
    {
        bool isMasked = value.Mask is not null;
        ref AttentionOp? op = ref _ops[(isMasked ? 1 : 0) + (isCausal ? 2 : 0) + (drops ? 4 : 0)];
        op ??= new AttentionOp(
            new AttentionOptions(1f, isCausal), isMasked ? AttentionMaskKinds.Keys : AttentionMaskKinds.None, drops ? Dropout : 0f,
            drops ? _dropout.Stream : null);
        Tensor q = Tape.Run(s_rows, query), k = Tape.Run(s_rows, key), v = Tape.Run(s_rows, value);
        Tensor context = isMasked ? Tape.Run(op, q, k, v, value.Mask!) : Tape.Run(op, q, k, v);
        return Tape.Run(s_context, context);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["use_scale"] = UseScale;
        config["dropout"] = Dropout;
        config["seed"] = Seed;
    }

    private void Require(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length is < 2 or > 3)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected 2 or 3 inputs, query, value and perhaps key, but got {inputs.Length}.");
        }

        Shape query = inputs[0], value = inputs[1], key = inputs[^1];
        bool fits = query.Rank >= 3 && value.Rank == query.Rank && key.Rank == query.Rank && Fit(query[^1], key[^1])
            && Fit(value[^2], key[^2]);
        for (int axis = 0; fits && axis < query.Rank - 2; axis++) fits = Fit(query[axis], value[axis]) && Fit(query[axis], key[axis]);
        if (fits) return;
        throw new ShapeException(
            $"expected a query (batch, queries, features), a value (batch, keys, valueFeatures) and a key (batch, keys, features) but " +
            $"got {query}, {value} and {key}.");
    }

    private static bool Fit(int left, int right) => left == right || left == Shape.Any || right == Shape.Any;
}
