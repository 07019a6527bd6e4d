using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Makes the values of each sample have mean 0 and variance 1 in each group of channels, then scales and shifts them:
/// <c>γ·(x − mean)/√(variance + ε) + β</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, ..., channels), or the channels on another <see cref="Axis"/> · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> gamma (channels), beta (channels).</para>
/// <para>Wu and He 2018. It acts alike in training and inference, and no sample sees another, so that batches may be small. Mean and
/// variance are over all axes but the batch; the variance is the biased one. One group normalizes whole samples, as many as channels each
/// channel by itself (instance normalization).</para>
/// <para>The last axis is the fast one: with another one the values are reordered before and after.</para>
/// </remarks>
/// <example><code>
/// new GroupNormalization(groups: 8)
/// new GroupNormalization(groups: -1)   // each channel by itself
/// </code></example>
public sealed class GroupNormalization : Layer
{
    private readonly GroupNormOp _op;
    private readonly WeightOptions _beta, _gamma;
    private (TransposeOp Last, TransposeOp Back)? _order;

    /// <summary>A group normalization.</summary>
    /// <param name="groups">How many groups, a divisor of the channels; -1 for as many as channels.</param>
    /// <param name="axis">The axis of the channels; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="epsilon">Added to the variance, so that equal values are not divided by 0; 0 or more.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied by.</param>
    /// <param name="betaInitializer">First values of beta; null for <c>zeros</c>.</param>
    /// <param name="gammaInitializer">First values of gamma; null for <c>ones</c>.</param>
    /// <param name="betaRegularizer">The penalty that the loss gets for beta; null for none.</param>
    /// <param name="gammaRegularizer">The penalty that the loss gets for gamma; null for none.</param>
    /// <param name="betaConstraint">What beta has to meet after every step; null for nothing.</param>
    /// <param name="gammaConstraint">What gamma has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>group_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="groups"/> is neither 1 or more nor -1, or <paramref name="epsilon"/> is negative or not finite.
    /// </exception>
    public GroupNormalization(
        int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, string? name = null, Shape? inputShape = null)
        : this(
            groups, axis, epsilon, center, scale,
            new WeightOptions("beta", betaInitializer ?? Initializer.Zeros, betaRegularizer, betaConstraint),
            new WeightOptions("gamma", gammaInitializer ?? Initializer.Ones, gammaRegularizer, gammaConstraint), name, inputShape)
    {
    }

    private GroupNormalization(
        int groups, int axis, double epsilon, bool center, bool scale, WeightOptions beta, WeightOptions gamma, string? name,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        if (groups is < 1 and not -1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(groups),
                $"{LayerArguments.Describe(this)}: expected groups of 1 or more, or -1 for one a channel, but got {groups}.");
        }

        (Groups, Axis, Center, Scale) = (groups, axis, center, scale);
        Epsilon = LayerArguments.NotNegative(this, epsilon);
        (_beta, _gamma) = (beta, gamma);
        _op = new GroupNormOp(groups, Epsilon, scale, center);
    }

    /// <summary>How many groups, as was given; -1 for as many as channels.</summary>
    public int Groups { get; }

    /// <summary>The axis of the channels, as it was given.</summary>
    public int Axis { get; }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale { get; }

    /// <summary>Chooses the first values of beta.</summary>
    public Initializer BetaInitializer => _beta.Initializer;

    /// <summary>Chooses the first values of gamma.</summary>
    public Initializer GammaInitializer => _gamma.Initializer;

    /// <summary>The penalty that the loss gets for beta, if any.</summary>
    public Regularizer? BetaRegularizer => _beta.Regularizer;

    /// <summary>The penalty that the loss gets for gamma, if any.</summary>
    public Regularizer? GammaRegularizer => _gamma.Regularizer;

    /// <summary>What beta has to meet after every step, if anything.</summary>
    public Constraint? BetaConstraint => _beta.Constraint;

    /// <summary>What gamma has to meet after every step, if anything.</summary>
    public Constraint? GammaConstraint => _gamma.Constraint;

    /// <summary>γ, (channels); null until the layer is built, or without scale.</summary>
    public Variable? Gamma { get; private set; }

    /// <summary>β, (channels); null until the layer is built, or without center.</summary>
    public Variable? Beta { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireChannels(input);
        return input;
    }

    internal static GroupNormalization FromConfig(ConfigReader reader) => new(
        reader.Int("groups", 32),
        reader.Int("axis", -1),
        reader.Float("epsilon", 1e-3f),
        reader.Bool("center", true),
        reader.Bool("scale", true),
        WeightOptions.Read(reader, "beta", Initializer.Zeros),
        WeightOptions.Read(reader, "gamma", Initializer.Ones),
        reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int axis = input.NormalizeAxis(Axis);
        if (Scale) Gamma = AddWeight(_gamma, [input[axis]]);
        if (Center) Beta = AddWeight(_beta, [input[axis]]);
        if (axis < input.Rank - 1) _order = AxesLast.Create(input.Rank, [axis]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireChannels(input.Shape);
        if (_order is not { } order) return Normalize(input);
        return Tape.Run(order.Back, Normalize(Tape.Run(order.Last, input)));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        // Keras writes how many groups there are once it knows.
        config["groups"] = Groups == -1 && BuildShape is { } built ? built[built.NormalizeAxis(Axis)] : Groups;
        config["axis"] = Axis;
        config["epsilon"] = Epsilon;
        config["center"] = Center;
        config["scale"] = Scale;
        WeightOptions.Write(config, _beta, _gamma);
    }

    private Tensor Normalize(Tensor x) => (Gamma, Beta) switch
    {
        ({ } gamma, { } beta) => Tape.Run(_op, x, gamma.Value, beta.Value),
        ({ } gamma, null) => Tape.Run(_op, x, gamma.Value),
        (null, { } beta) => Tape.Run(_op, x, beta.Value),
        _ => Tape.Run(_op, x),
    };

    private void RequireChannels(Shape input)
    {
        if (input.Rank < 2) throw new ShapeException($"expected an input of rank 2 or more (batch, ..., channels) but got {input}.");
        int axis = input.NormalizeAxis(Axis), channels = input[axis];
        if (axis == 0)
        {
            throw new ShapeException(
                $"expected axis to be that of the channels but got {Axis}, the batch axis of the input {input}. Choose another one, such " +
                "as -1.");
        }

        if (BuildShape is not { } built)
        {
            if (channels == Shape.Any)
            {
                throw new ShapeException($"expected an input with a known number of channels on axis {Axis} but got {input}.");
            }

            if (Groups <= 0 || (channels >= Groups && channels % Groups == 0)) return;
            throw new ShapeException(
                $"expected a number of channels that {Groups} groups divide evenly but got {channels}, axis {Axis} of the input {input}. " +
                "Choose another number of groups, such as 1, or -1 for one a channel.");
        }

        int known = built[built.NormalizeAxis(Axis)];
        if (_order is not null && built.Rank != input.Rank)
        {
            throw new ShapeException($"was built for inputs of rank {built.Rank}, such as {built}, but got {input}.");
        }

        if (channels != known && channels != Shape.Any)
        {
            throw new ShapeException($"was built for {known} channels on axis {Axis}, but got an input of shape {input}.");
        }
    }
}
