using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns ids, such as the numbers of words, into vectors that training finds: row id of a table.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of whole numbers · <b>Output</b> (batch, ..., outputDim).<br/>
/// <b>Weights</b> embeddings (inputDim, outputDim).
/// </remarks>
/// <example><code>
/// var model = new Sequential(new Embedding(20_000, 64, maskZero: true), new LSTM(32), new Dense(1, "sigmoid"));
/// </code></example>
public class Embedding : Layer
{
    private static readonly Tensor s_zero = Tensor.Scalar(0f);
    private readonly WeightOptions _table;
    private Tensor? _firstValues;

    /// <summary>A table of vectors.</summary>
    /// <param name="inputDim">How many ids there are, 1 or more: they go from 0 to inputDim - 1.</param>
    /// <param name="outputDim">Length of a vector, 1 or more.</param>
    /// <param name="embeddingsInitializer">First values of the table; null for <c>uniform</c>, from -0.05 to 0.05.</param>
    /// <param name="embeddingsRegularizer">The penalty that the loss gets for the table; null for none.</param>
    /// <param name="activityRegularizer">The penalty that the loss gets for the output; null for none.</param>
    /// <param name="embeddingsConstraint">What the table has to meet after every step; null for nothing.</param>
    /// <param name="maskZero">Whether id 0 is padding: the output gets a mask that recurrent layers heed.</param>
    /// <param name="weights">
    /// First values of the table, (inputDim, outputDim), such as vectors trained elsewhere; null for the initializer's.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>embedding</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A length is below 1, or there are more ids than floats hold exactly, 16,777,216.
    /// </exception>
    /// <exception cref="ShapeException"><paramref name="weights"/> has another shape.</exception>
    public Embedding(
        int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? embeddingsConstraint = null, bool maskZero = false, Tensor? weights = null,
        string? name = null, Shape? inputShape = null)
        : this(
            inputDim, outputDim, new WeightOptions(
                "embeddings", embeddingsInitializer ?? "uniform", embeddingsRegularizer, embeddingsConstraint),
            maskZero, weights, name, inputShape)
    {
        ActivityRegularizer = activityRegularizer;
    }

    private protected Embedding(
        int inputDim, int outputDim, WeightOptions table, bool maskZero, Tensor? weights, string? name, Shape? inputShape = null)
        : base(name, inputShape)
    {
        InputDim = LayerArguments.Positive(this, inputDim);
        if (inputDim > ValueChecks.LargestLabel)
        {
            throw new ArgumentOutOfRangeException(
                nameof(inputDim),
                $"{LayerArguments.Describe(this)}: expected inputDim of at most {ValueChecks.LargestLabel}, since ids come as floats, " +
                $"which hold whole numbers up to there, but got {inputDim}. Split the ids over two tables.");
        }

        OutputDim = LayerArguments.Positive(this, outputDim);
        (_table, MaskZero) = (table, maskZero);
        if (weights is not null && weights.Shape != [inputDim, outputDim])
        {
            throw new ShapeException(
                $"{LayerArguments.Describe(this)}: expected weights of shape ({inputDim}, {outputDim}) but got {weights.Shape}.");
        }

        _firstValues = weights?.Clone();
    }

    /// <summary>How many ids there are.</summary>
    public int InputDim { get; }

    /// <summary>Length of a vector.</summary>
    public int OutputDim { get; }

    /// <summary>Chooses the first values of the table.</summary>
    public Initializer EmbeddingsInitializer => _table.Initializer;

    /// <summary>The penalty that the loss gets for the table, if any.</summary>
    public Regularizer? EmbeddingsRegularizer => _table.Regularizer;

    /// <summary>What the table has to meet after every step, if anything.</summary>
    public Constraint? EmbeddingsConstraint => _table.Constraint;

    /// <summary>Whether id 0 is padding.</summary>
    public bool MaskZero { get; }

    /// <summary>The table, (inputDim, outputDim); null until the layer is built.</summary>
    public Variable? Embeddings { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => MaskZero;

    /// <inheritdoc/>
    protected override bool MakesMasks => MaskZero;

    /// <inheritdoc/>
    public override Tensor? ComputeMask(Tensor input, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        return MaskZero ? input.NotEqualTo(s_zero) : null;
    }

    internal override bool TakesSamplesApart(bool training) => true;

    /// <summary>Whether a call takes rows of the table, so that its input is ids.</summary>
    internal virtual bool LooksUp(CallForm call) => true;

    private protected WeightOptions Table => _table;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank is > 0 and < Shape.MaxRank) return [.. input, OutputDim];
        throw new ShapeException(
            $"expected an input of 1 to {Shape.MaxRank - 1} axes, batch axis included, but got {input}. Reshape a single number to [1].");
    }

    internal static Embedding FromConfig(ConfigReader reader)
    {
        RefuseUnknown(reader);
        return new Embedding(
            reader.Int("input_dim"),
            reader.Int("output_dim"),
            WeightOptions.Read(reader, "embeddings", "uniform"),
            reader.Bool("mask_zero", false),
            weights: null,
            reader.String("name"));
    }

    private protected static void RefuseUnknown(ConfigReader reader)
    {
        reader.Refuse("lora_rank", "lora_alpha", "quantization_config", "weights");
        reader.Ignore("input_length");
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Embeddings = AddWeight(_table, [InputDim, OutputDim]);
        if (_firstValues is not null) Embeddings.Assign(_firstValues);
        _firstValues = null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireIds(input);
        return Tape.Run(GatherRowsOp.Instance, input, Embeddings!.Value);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["input_dim"] = InputDim;
        config["output_dim"] = OutputDim;
        WeightOptions.Write(config, _table);
        config["mask_zero"] = MaskZero;
        config["quantization_config"] = null;
    }

    private void RequireIds(Tensor input)
    {
        int at = ValueChecks.FirstInvalidLabel(input.Span, InputDim);
        if (at < 0) return;
        Span<int> position = stackalloc int[input.Rank];
        int rest = at;
        for (int axis = input.Rank - 1; axis >= 0; axis--) (rest, position[axis]) = Math.DivRem(rest, input.Shape[axis]);
        throw new ValueException(
            $"{LayerArguments.Describe(this)}: expected ids that are whole numbers from 0 to {InputDim - 1} but got {input.Span[at]} " +
            $"at position [{string.Join(", ", position.ToArray())}] of an input of shape {input.Shape}. " +
            "Correct the ids, or give an inputDim that holds them.");
    }
}
