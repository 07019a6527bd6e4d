using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Makes the values of each sample have mean 0 and variance 1 along some axes, then scales and shifts them:
/// <c>γ·(x − mean)/√(variance + ε) + β</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, ..., features) · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> gamma, beta, both with the lengths of the normalized axes: (features) for the last axis.</para>
/// <para>It acts alike in training and inference, and no sample sees another. The variance is the biased one. Axes at the end are the fast
/// ones: for others the values are reordered before and after.</para>
/// </remarks>
/// <example><code>
/// new LayerNormalization(epsilon: 1e-6)
/// new LayerNormalization([1, 2, 3])
/// </code></example>
public sealed class LayerNormalization : Layer
{
    private readonly NormalizedAxes _axes;
    private readonly LayerNormOp _op;
    private readonly WeightOptions _beta, _gamma;

    /// <summary>A layer normalization along one axis.</summary>
    /// <param name="axis">The axis; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="epsilon">Added to the variance, so that equal values are not divided by 0; 0 or more.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied by.</param>
    /// <param name="betaInitializer">First values of beta; null for <c>zeros</c>.</param>
    /// <param name="gammaInitializer">First values of gamma; null for <c>ones</c>.</param>
    /// <param name="betaRegularizer">The penalty that the loss gets for beta; null for none.</param>
    /// <param name="gammaRegularizer">The penalty that the loss gets for gamma; null for none.</param>
    /// <param name="betaConstraint">What beta has to meet after every step; null for nothing.</param>
    /// <param name="gammaConstraint">What gamma has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>layer_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public LayerNormalization(
        int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, string? name = null, Shape? inputShape = null)
        : this(
            [axis], (float)epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint,
            gammaConstraint, name, inputShape)
    {
    }

    /// <summary>A layer normalization along several axes together.</summary>
    /// <param name="axes">The axes, one or more, in any order; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="epsilon">Added to the variance, so that equal values are not divided by 0; 0 or more.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied by.</param>
    /// <param name="betaInitializer">First values of beta; null for <c>zeros</c>.</param>
    /// <param name="gammaInitializer">First values of gamma; null for <c>ones</c>.</param>
    /// <param name="betaRegularizer">The penalty that the loss gets for beta; null for none.</param>
    /// <param name="gammaRegularizer">The penalty that the loss gets for gamma; null for none.</param>
    /// <param name="betaConstraint">What beta has to meet after every step; null for nothing.</param>
    /// <param name="gammaConstraint">What gamma has to meet after every step; null for nothing.</param>
    /// <param name="name">A name that is unique in its model; null for <c>layer_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public LayerNormalization(
        IReadOnlyList<int> axes, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, string? name = null, Shape? inputShape = null)
        : this(
            axes, epsilon, center, scale,
            new WeightOptions("beta", betaInitializer ?? Initializer.Zeros, betaRegularizer, betaConstraint),
            new WeightOptions("gamma", gammaInitializer ?? Initializer.Ones, gammaRegularizer, gammaConstraint), rmsScaling: false, name,
            inputShape)
    {
    }

    private LayerNormalization(
        IReadOnlyList<int> axes, double epsilon, bool center, bool scale, WeightOptions beta, WeightOptions gamma, bool rmsScaling,
        string? name, Shape? inputShape = null)
        : base(name, inputShape)
    {
        _axes = new NormalizedAxes(this, axes);
        Epsilon = LayerArguments.NotNegative(this, epsilon);
        (Center, Scale, RmsScaling) = (center, scale, rmsScaling);
        (_beta, _gamma) = (beta, gamma);
        _op = rmsScaling ? LayerNormOp.WithMean(_axes.All.Count, Epsilon) : new LayerNormOp(_axes.All.Count, Epsilon, scale, center);
    }

    /// <summary>The axes that are normalized together, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes.All;

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale { get; }

    /// <summary>
    /// Keras's outdated option of that name, which only configs have: values are divided by their deviation, but no mean is subtracted and
    /// no beta added.
    /// </summary>
    internal bool RmsScaling { get; }

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

    /// <summary>γ, with the lengths of the axes; null until the layer is built, or without scale.</summary>
    public Variable? Gamma { get; private set; }

    /// <summary>β, with the lengths of the axes; null until the layer is built, or without center.</summary>
    public Variable? Beta { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _axes.Require(input);
        return input;
    }

    private bool HasGamma => Scale || RmsScaling;

    private bool HasBeta => Center && !RmsScaling;

    internal static LayerNormalization FromConfig(ConfigReader reader) => new(
        reader.OneOrMoreInts("axis", -1),
        reader.Float("epsilon", 1e-3f),
        reader.Bool("center", true),
        reader.Bool("scale", true),
        WeightOptions.Read(reader, "beta", Initializer.Zeros),
        WeightOptions.Read(reader, "gamma", Initializer.Ones),
        reader.Bool("rms_scaling", false),
        reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Shape weights = _axes.WeightsFor(input);
        if (HasGamma) Gamma = AddWeight(_gamma, weights);
        if (HasBeta) Beta = AddWeight(_beta, weights);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => _axes.Run(_op, input, Gamma, Beta);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["axis"] = ConfigSchema.Ints(_axes.All.ToArray());
        config["epsilon"] = Epsilon;
        config["center"] = Center;
        config["scale"] = Scale;
        config["rms_scaling"] = RmsScaling;
        WeightOptions.Write(config, _beta, _gamma);
    }
}
