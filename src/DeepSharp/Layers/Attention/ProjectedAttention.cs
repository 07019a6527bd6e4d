using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Attention over projections of its inputs into heads: what <see cref="Layers.MultiHeadAttention"/> and
/// <see cref="Layers.GroupQueryAttention"/> have in common.
/// </summary>
public abstract partial class ProjectedAttention : Layer
{
    private readonly WeightOptions _kernel, _bias;
    private readonly AttentionOp?[] _ops = new AttentionOp?[32];
    private readonly DropoutOp _dropout;
    private Projection? _query, _key, _value, _gate, _output;
    private AttentionAxes? _axes;
    private RepeatHeadsOp? _repeat;

    private protected ProjectedAttention(ProjectedAttentionOptions options, WeightOptions kernel, WeightOptions bias, string? name)
        : base(name)
    {
        (_kernel, _bias) = (kernel, bias);
        Dropout = OptionNumber.Where(
            (float)options.Dropout is >= 0f and < 1f, LayerArguments.Describe(this), options.Dropout,
            "dropout, the fraction to drop, from 0 to below 1");
        (UseBias, UseGate, Seed, FlashAttention) = (options.UseBias, options.UseGate, options.Seed, options.FlashAttention);
        SlidingWindow = options.SlidingWindow is { } window ? LayerArguments.Positive(this, window, "slidingWindow") : null;
        _dropout = new DropoutOp(Dropout, DeepSharpRuntime.CreateStream(Seed));
        if (FlashAttention != true || Dropout == 0f) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected a dropout of 0 with flashAttention, as in Keras, but got {Dropout}.");
    }

    /// <summary>Fraction of the probabilities that training drops.</summary>
    public float Dropout { get; }

    /// <summary>Whether the projections add biases.</summary>
    public bool UseBias { get; }

    /// <summary>Whether a sigmoid of a further projection of the queries scales what the heads give.</summary>
    public bool UseGate { get; }

    /// <summary>How many places around its own, in both directions and its own included, a query looks at; null for all.</summary>
    public int? SlidingWindow { get; }

    /// <summary>
    /// What Keras was told. It changes no number here: scores are kept out of memory wherever nobody asks for them.
    /// </summary>
    public bool? FlashAttention { get; }

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; }

    /// <summary>Chooses the first values of the kernels.</summary>
    public Initializer KernelInitializer => _kernel.Initializer;

    /// <summary>Chooses the first values of the biases.</summary>
    public Initializer BiasInitializer => _bias.Initializer;

    /// <summary>The penalty that the loss gets for each kernel, if any.</summary>
    public Regularizer? KernelRegularizer => _kernel.Regularizer;

    /// <summary>The penalty that the loss gets for each bias, if any.</summary>
    public Regularizer? BiasRegularizer => _bias.Regularizer;

    /// <summary>What each kernel has to meet after every step, if anything.</summary>
    public Constraint? KernelConstraint => _kernel.Constraint;

    /// <summary>What each bias has to meet after every step, if anything.</summary>
    public Constraint? BiasConstraint => _bias.Constraint;

    /// <inheritdoc/>
    public override CallSignature Signature => AttentionCalls.Signature;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool HoldsState => base.HoldsState || Dropout > 0f;

    // Keras has them on the output of every projection, and not on the layer's own a second time.
    private protected override bool PenalizesOutputs => false;

    private protected abstract int Heads { get; }

    private protected abstract int KeyHeads { get; }

    private protected abstract int KeyWidth { get; }

    private protected abstract int ValueWidth { get; }

    /// <summary>Axes of the queries behind the heads: of the output.</summary>
    private protected abstract Shape OutputWidths(Shape query);

    /// <summary>The axes that are attended over, as the config has them; null for all but batch and features.</summary>
    private protected virtual int[]? GivenAxes => null;

    /// <summary>Refuses inputs that do not fit.</summary>
    private protected abstract void Require(Shape query, Shape value, Shape key);

    /// <summary>The axes that are attended over, once the layer is built.</summary>
    private protected IReadOnlyList<int>? BuiltAxes => _axes?.Axes;

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(in CallInputs<Shape> call)
    {
        (Shape query, Shape value) = (call["query"], call["value"]);
        Shape key = call.Find("key", out Shape given) ? given : value;
        RequireRanks(query, value, key);
        Shape widths = OutputWidths(query);
        Shape output = Shape.Create([.. query.AsSpan()[..^1], .. widths.AsSpan()]);
        if (!call.Flag("return_attention_scores")) return [output];
        AttentionAxes axes = _axes ?? new AttentionAxes(this, query.Rank, GivenAxes);
        return [output, axes.ScoreShape(query, key, Heads)];
    }

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireOperands(inputs.Length);
        return ComputeOutputShapes(new CallInputs<Shape>(KnownSignature.Plain(inputs.Length), inputs));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input, input])[0];

    /// <inheritdoc/>
    protected override void OnBuild(in CallInputs<Shape> call)
    {
        if (!call.Find("value", out _)) RequireOperands(call.Count);
        (Shape query, Shape value) = (call["query"], call["value"]);
        Shape key = call.Find("key", out Shape given) ? given : value;
        RequireRanks(query, value, key);
        _axes = new AttentionAxes(this, query.Rank, GivenAxes);
        Shape widths = OutputWidths(query);
        RequireSizes(query, Heads, KeyWidth);
        RequireSizes(key, KeyHeads, KeyWidth);
        RequireSizes(value, KeyHeads, ValueWidth);
        if (UseGate) RequireSizes(query, Heads, ValueWidth);
        Shape.Create([Heads, ValueWidth, .. widths.AsSpan()]).RequireArray();
        _query = IntoHeads("query", query, Heads, KeyWidth, Activation.Linear);
        _key = IntoHeads("key", key, KeyHeads, KeyWidth, Activation.Linear);
        if (UseGate) _gate = IntoHeads("gate", query, Heads, ValueWidth, Activation.Sigmoid);
        _value = IntoHeads("value", value, KeyHeads, ValueWidth, Activation.Linear);
        _output = Project("attention_output", query.Rank - 1, [Heads, ValueWidth], widths, Activation.Linear);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["use_bias"] = UseBias;
        config["use_gate"] = UseGate;
        config["sliding_window"] = SlidingWindow;
        config["dropout"] = Dropout;
        WeightOptions.WriteWithActivity(config, _kernel, _bias);
        config["seed"] = Seed;
    }

    private protected override JsonObject BuildConfig()
    {
        var shapes = new JsonObject { ["query_shape"] = ConfigSchema.List(BuildShapes[0]) };
        if (BuildShapes.Length > 1) shapes["value_shape"] = ConfigSchema.List(BuildShapes[1]);
        if (BuildShapes.Length > 2) shapes["key_shape"] = ConfigSchema.List(BuildShapes[2]);
        return new JsonObject { ["shapes_dict"] = shapes };
    }

    // Before there is memory for the first weight: those of one projection may fit where those of the next do not.
    private static void RequireSizes(Shape input, int heads, int width)
    {
        Shape.Create([input[^1], heads, width]).RequireArray();
        Shape.Create([.. input.AsSpan()[..^1], heads, width]).RequireArray();
    }

    private Projection IntoHeads(string name, Shape input, int heads, int width, Activation activation) =>
        Project(name, input.Rank - 1, [input[^1]], [heads, width], activation);

    // Letters: the axes that are kept, those that are summed over, those that come.
    private Projection Project(string name, int kept, Shape summed, Shape made, Activation activation)
    {
        if (!summed.IsKnown || !made.IsKnown)
        {
            throw new ShapeException($"expected to know how many features the {name} has, but it is {summed} to {made}.");
        }

        string letters = "abcdefghijklmnopqrstuvwxyz"[..(kept + summed.Rank + made.Rank)];
        string batch = letters[..kept], inner = letters[kept..^made.Rank], outer = letters[^made.Rank..];
        var equation = EinsumEquation.Parse(LayerArguments.Describe(this), $"{batch}{inner},{inner}{outer}->{batch}{outer}");
        int[] inputAxes = [.. Enumerable.Range(0, summed.Rank)], outputAxes = [.. Enumerable.Range(summed.Rank, made.Rank)];
        WeightOptions options = _kernel with { Initializer = _kernel.Initializer.ForAxes(inputAxes, outputAxes) };
        Variable kernel = AddWeight(options, Shape.Create([.. summed.AsSpan(), .. made.AsSpan()]), $"{name}/kernel");
        Variable? bias = UseBias ? AddWeight(_bias, made, $"{name}/bias") : null;
        return new Projection(equation, kept + summed.Rank, kernel, bias, activation);
    }

    private void RequireRanks(Shape query, Shape value, Shape key)
    {
        if (query.Rank < 3 || value.Rank != query.Rank || key.Rank != query.Rank)
        {
            throw new ShapeException(
                $"expected a query, a value and a key of 3 axes or more, (batch, steps, features), but got {query}, {value} and {key}.");
        }

        for (int axis = 0; axis < value.Rank - 1; axis++)
        {
            if (value[axis] == key[axis] || value[axis] == Shape.Any || key[axis] == Shape.Any) continue;
            throw new ShapeException($"expected a value and a key that differ in their features alone but got {value} and {key}.");
        }

        Require(query, value, key);
    }
}
