using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Makes the values of each channel have mean 0 and variance 1, then scales and shifts them: <c>γ·(x − mean)/√(variance + ε) + β</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, ..., channels), or the channels on another <see cref="Axis"/> · <b>Output</b> the same shape.<br/>
/// <b>Weights</b> gamma (channels), beta (channels), moving_mean (channels), moving_variance (channels); the last two are statistics, which
/// no optimizer changes.</para>
/// <para>In training, mean and variance are those of the batch, over all axes but that of the channels, and every training pass moves the
/// moving statistics: <c>moving = moving·momentum + batch·(1 − momentum)</c>, with the biased variance. Else, and whenever
/// <see cref="Layer.Trainable"/> is false, mean and variance are the moving ones, and nothing changes them.</para>
/// <para>With <c>renorm</c> (Ioffe 2017) training normalizes towards moments of many batches, <c>(x − mean)/σ·r + d</c>, which suits small
/// batches: r = σ/renormDeviation and d = (mean − renormMean)/renormDeviation, within the limits of a <see cref="RenormClipping"/>. There
/// are three more statistics then: moving_stddev, renorm_mean, renorm_stddev.</para>
/// <para>A mask is handed on. It lacks the last axis of the input, whichever that of the channels is. In training the moments are those of
/// what it leaves; all values are normalized by them, padding too.</para>
/// <para>The last axis is the fast one: with another one the values are reordered before and after.</para>
/// </remarks>
/// <example><code>new BatchNormalization(momentum: 0.9)</code></example>
public sealed class BatchNormalization : Layer
{
    private readonly BatchNormOp _training;
    private readonly BatchNormOp _inference;
    private readonly BatchNormOp _masked;
    private readonly BatchNormOp _maskedInPlace;
    private readonly WeightOptions _beta, _gamma, _movingMean, _movingVariance;
    private Variable[] _statistics = [];
    private TransposeOp? _channelsLast;
    private TransposeOp? _channelsBack;

    /// <summary>A batch normalization.</summary>
    /// <param name="axis">The axis of the channels; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="momentum">The share of the moving statistics that a training pass keeps, from 0 to 1.</param>
    /// <param name="epsilon">Added to the variance, so that a channel without any is not divided by 0; 0 or more.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is multiplied by.</param>
    /// <param name="betaInitializer">First values of beta; null for <c>zeros</c>.</param>
    /// <param name="gammaInitializer">First values of gamma; null for <c>ones</c>.</param>
    /// <param name="movingMeanInitializer">First values of the moving mean; null for <c>zeros</c>.</param>
    /// <param name="movingVarianceInitializer">First values of the moving variance; null for <c>ones</c>.</param>
    /// <param name="betaRegularizer">The penalty that the loss gets for beta; null for none.</param>
    /// <param name="gammaRegularizer">The penalty that the loss gets for gamma; null for none.</param>
    /// <param name="betaConstraint">What beta has to meet after every step; null for nothing.</param>
    /// <param name="gammaConstraint">What gamma has to meet after every step; null for nothing.</param>
    /// <param name="renorm">Whether the moments of a batch are corrected towards those of many.</param>
    /// <param name="renormClipping">Limits of the correction; null for none.</param>
    /// <param name="renormMomentum">The share of the corrected statistics that a training pass keeps, from 0 to 1.</param>
    /// <param name="synchronized">
    /// Keras's option for several devices that train together; on one it changes nothing, and is written to the config as it was given.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>batch_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is not from 0 to 1, or epsilon is negative or not finite.</exception>
    public BatchNormalization(
        int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null,
        Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool renorm = false, RenormClipping? renormClipping = null,
        double renormMomentum = 0.99, bool synchronized = false, string? name = null, Shape? inputShape = null)
        : this(
            axis, momentum, epsilon, center, scale,
            new WeightOptions("beta", betaInitializer ?? Initializer.Zeros, betaRegularizer, betaConstraint),
            new WeightOptions("gamma", gammaInitializer ?? Initializer.Ones, gammaRegularizer, gammaConstraint),
            WeightOptions.Statistic("moving_mean", movingMeanInitializer ?? Initializer.Zeros),
            WeightOptions.Statistic("moving_variance", movingVarianceInitializer ?? Initializer.Ones),
            renorm, renormClipping, renormMomentum, synchronized, name, inputShape)
    {
    }

    private BatchNormalization(
        int axis, double momentum, double epsilon, bool center, bool scale, WeightOptions beta, WeightOptions gamma,
        WeightOptions movingMean, WeightOptions movingVariance, bool renorm, RenormClipping? renormClipping, double renormMomentum,
        bool synchronized, string? name, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Axis = axis;
        LayerArguments.Share(this, momentum);
        Momentum = WrittenNumber.Of(momentum);
        Epsilon = LayerArguments.NotNegative(this, epsilon);
        (Center, Scale) = (center, scale);
        (_beta, _gamma, _movingMean, _movingVariance) = (beta, gamma, movingMean, movingVariance);
        LayerArguments.Share(this, renormMomentum);
        (Renorm, RenormMomentum, Synchronized) = (renorm, WrittenNumber.Of(renormMomentum), synchronized);
        RenormClipping = renorm ? renormClipping ?? new RenormClipping() : renormClipping;
        Renormalization? correction = renorm ? RenormClipping!.With(RenormMomentum) : null;
        _training = new BatchNormOp(Epsilon, Momentum, scale, center, training: true, renorm: correction);
        _inference = new BatchNormOp(Epsilon, Momentum, scale, center, training: false);
        _masked = new BatchNormOp(Epsilon, Momentum, scale, center, training: true, masked: true, renorm: correction);
        _maskedInPlace = new BatchNormOp(
            Epsilon, Momentum, scale, center, training: true, masked: true, renorm: correction, maskAxis: axis);
    }

    /// <summary>The axis of the channels, as it was given.</summary>
    public int Axis { get; }

    /// <summary>The share of the moving statistics that a training pass keeps.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale { get; }

    /// <summary>Whether the moments of a batch are corrected towards those of many.</summary>
    public bool Renorm { get; }

    /// <summary>Limits of the correction, if any were given; with <see cref="Renorm"/> there are some, which may limit nothing.</summary>
    public RenormClipping? RenormClipping { get; }

    /// <summary>The share of the corrected statistics that a training pass keeps.</summary>
    public double RenormMomentum { get; }

    /// <summary>Keras's option for several devices, as it was given.</summary>
    public bool Synchronized { get; }

    /// <summary>Chooses the first values of beta.</summary>
    public Initializer BetaInitializer => _beta.Initializer;

    /// <summary>Chooses the first values of gamma.</summary>
    public Initializer GammaInitializer => _gamma.Initializer;

    /// <summary>Chooses the first values of the moving mean.</summary>
    public Initializer MovingMeanInitializer => _movingMean.Initializer;

    /// <summary>Chooses the first values of the moving variance.</summary>
    public Initializer MovingVarianceInitializer => _movingVariance.Initializer;

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

    /// <summary>The moving mean, (channels); null until the layer is built.</summary>
    public Variable? MovingMean { get; private set; }

    /// <summary>The moving variance, (channels); null until the layer is built.</summary>
    public Variable? MovingVariance { get; private set; }

    /// <summary>With renorm the moving deviation, (channels); null until the layer is built, or without.</summary>
    public Variable? MovingStddev { get; private set; }

    /// <summary>With renorm the mean of many batches that training normalizes towards; null until the layer is built, or without.</summary>
    public Variable? RenormMean { get; private set; }

    /// <summary>With renorm the deviation of many batches; null until the layer is built, or without.</summary>
    public Variable? RenormStddev { get; private set; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.OneMaskedInput;

    internal override bool TakesSamplesApart(bool training) => !training;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireChannels(input);
        return input;
    }

    internal static BatchNormalization FromConfig(ConfigReader reader)
    {
        return new BatchNormalization(
            reader.Int("axis", -1),
            reader.Double("momentum", 0.99),
            reader.Float("epsilon", 1e-3f),
            reader.Bool("center", true),
            reader.Bool("scale", true),
            WeightOptions.Read(reader, "beta", Initializer.Zeros),
            WeightOptions.Read(reader, "gamma", Initializer.Ones),
            WeightOptions.ReadStatistic(reader, "moving_mean", Initializer.Zeros),
            WeightOptions.ReadStatistic(reader, "moving_variance", Initializer.Ones),
            reader.Bool("renorm", false),
            RenormClipping.Read(reader, "renorm_clipping"),
            reader.Double("renorm_momentum", 0.99),
            reader.Bool("synchronized", false),
            reader.String("name"));
    }

    /// <summary>
    /// What the layer computes in inference of values that lack a bias, as one product and one sum for each channel:
    /// <c>y = x·scale + offset</c> is the normalization of x + bias. Gives how far the sum goes, |(bias − mean)·scale|, in the channel
    /// where that is most: it is rounded at that size, whatever is left of it.
    /// </summary>
    /// <param name="bias">A value for each channel, or none for zeros.</param>
    /// <param name="scale">Gets a value for each channel.</param>
    /// <param name="offset">Gets a value for each channel.</param>
    /// <exception cref="InvalidOperationException">The layer is not built.</exception>
    internal double InferenceForm(ReadOnlySpan<float> bias, Span<float> scale, Span<float> offset)
    {
        if (!IsBuilt)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected a layer that is built. Call Build(inputShape) first.");
        }

        return BatchNormOp.InferenceForm(
            MovingMean!.Value.Values, MovingVariance!.Value.Values, Gamma is null ? [] : Gamma.Value.Values,
            Beta is null ? [] : Beta.Value.Values, Epsilon, bias, scale, offset);
    }

    /// <summary>Normalizes values without a mask whose channels are on the last axis, whatever the layer's own axis is.</summary>
    internal Tensor NormalizeLast(Tensor x, bool training) => Normalize(x, training, mask: null);

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        int axis = input.NormalizeAxis(Axis), channels = input[axis];
        if (channels == Shape.Any)
        {
            throw new ShapeException(
                $"expected an input with a known number of channels on axis {Axis} but got {input}. " +
                "The other lengths may be unknown, this one may not.");
        }

        if (Scale) Gamma = AddWeight(_gamma, [channels]);
        if (Center) Beta = AddWeight(_beta, [channels]);
        MovingMean = AddWeight(_movingMean, [channels]);
        MovingVariance = AddWeight(_movingVariance, [channels]);
        _statistics = Renorm ? [MovingMean, MovingVariance, .. AddRenormStatistics(channels)] : [MovingMean, MovingVariance];
        if (axis < input.Rank - 1) (_channelsLast, _channelsBack) = AxesLast.Create(input.Rank, [axis]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireChannels(input.Shape);
        Tensor? mask = training && Trainable ? input.Mask : null;
        if (mask is not null) RequireMask(input.Shape, mask.Shape);
        if (_channelsLast is null) return Normalize(input, training, mask);
        return Tape.Run(_channelsBack!, Normalize(Tape.Run(_channelsLast, input), training, mask));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["axis"] = Axis;
        config["momentum"] = Momentum;
        config["epsilon"] = Epsilon;
        config["center"] = Center;
        config["scale"] = Scale;
        WeightOptions.Write(config, _beta, _gamma, _movingMean, _movingVariance);
        config["synchronized"] = Synchronized;
        config["renorm"] = Renorm;
        config["renorm_clipping"] = RenormClipping?.ToConfig();
        config["renorm_momentum"] = RenormMomentum;
    }

    // Deviations begin with the roots of what the variance begins with.
    private Variable[] AddRenormStatistics(int channels)
    {
        MovingStddev = AddWeight(WeightOptions.Statistic("moving_stddev", MovingVarianceInitializer), [channels]);
        RenormMean = AddWeight(WeightOptions.Statistic("renorm_mean", MovingMeanInitializer), [channels]);
        RenormStddev = AddWeight(WeightOptions.Statistic("renorm_stddev", MovingVarianceInitializer), [channels]);
        MovingStddev.Assign(MovingStddev.Value.Sqrt());
        RenormStddev.Assign(RenormStddev.Value.Sqrt());
        return [MovingStddev, RenormMean, RenormStddev];
    }

    private Tensor Normalize(Tensor x, bool training, Tensor? mask)
    {
        bool moves = training && Trainable;
        LateMoves? late = Tape.Current?.LateMoves;
        if (moves && late is not null) late.Expect(_statistics);

        // In the middle of a step, or of a custom loop.
        bool isChange = late is null ? moves : !moves && late.Has(MovingMean!.Value);
        using WeightChange.Turn change = isChange ? WeightChange.Begin(_statistics, late?.Variables) : default;
        if (isChange) late?.Run();
        BatchNormOp op = mask is not null ? _channelsLast is null ? _masked : _maskedInPlace : moves ? _training : _inference;
        Inputs inputs = default;
        int count = 0;
        inputs[count++] = x;
        inputs[count++] = MovingMean!.Value;
        inputs[count++] = MovingVariance!.Value;
        if (Gamma is { } gamma) inputs[count++] = gamma.Value;
        if (Beta is { } beta) inputs[count++] = beta.Value;
        if (moves && Renorm)
        {
            foreach (Variable statistic in _statistics.AsSpan(2)) inputs[count++] = statistic.Value;
        }

        if (mask is not null) inputs[count++] = mask;
        return Tape.Run(op, ((ReadOnlySpan<Tensor>)inputs)[..count]);
    }

    // As in Keras a mask lacks the last axis, whichever that of the channels is.
    private static void RequireMask(Shape input, Shape mask)
    {
        if (mask == input[..^1]) return;
        throw new ShapeException(
            $"expected a mask with one axis less than the input, {input[..^1]} for {input}, but got {mask}.");
    }

    private void RequireChannels(Shape input)
    {
        if (input.Rank < 2)
        {
            string advice = input.Rank != 1 ? "" : " Add an axis, " + (input[0] == Shape.Any
                ? ReshapeAdvice.ForData("[-1, 1]", "[1]") : ReshapeAdvice.ForTensor($"[{input[0]}, 1]"));
            throw new ShapeException($"expected an input of rank 2 or more (batch, ..., channels) but got {input}.{advice}");
        }

        int axis = input.NormalizeAxis(Axis);
        if (axis == 0)
        {
            throw new ShapeException(
                $"expected axis to be that of the channels but got {Axis}, the batch axis of the input {input}. " +
                "Choose another one, such as -1.");
        }

        if (MovingMean is not { } mean) return;
        if (BuildShape is { } built && built.Rank != input.Rank && _channelsLast is not null)
        {
            throw new ShapeException($"was built for inputs of rank {built.Rank}, such as {built}, but got {input}.");
        }

        if (input[axis] != mean.Shape[0] && input[axis] != Shape.Any)
        {
            throw new ShapeException($"was built for {mean.Shape[0]} channels on axis {Axis}, but got an input of shape {input}.");
        }
    }

    [System.Runtime.CompilerServices.InlineArray(9)]
    private struct Inputs
    {
        private Tensor _first;
    }
}
