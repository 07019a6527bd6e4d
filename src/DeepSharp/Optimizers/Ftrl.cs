using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Ftrl(...)</c>, where the parameters are described.</summary>
    public static Ftrl Ftrl(
        LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0, double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0,
        double beta = 0, double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, learningRatePower, initialAccumulatorValue, l1RegularizationStrength, l2RegularizationStrength,
            l2ShrinkageRegularizationStrength, beta, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>FTRL-Proximal: follow the regularized leader, for wide and sparse linear models.</summary>
/// <remarks>
/// McMahan et al. 2013, algorithm 1, with the shrinkage of the gradient that Keras adds.
/// </remarks>
/// <example><code>model.Compile(new Ftrl(0.1, l1RegularizationStrength: 0.01), "mse");</code></example>
public sealed class Ftrl : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="learningRatePower">How the rate falls with the sum of squares, 0 or less; 0: not at all.</param>
    /// <param name="initialAccumulatorValue">What the sums of squares start with, 0 or more.</param>
    /// <param name="l1RegularizationStrength">Strength of an L1 penalty, which makes small weights 0; 0 or more.</param>
    /// <param name="l2RegularizationStrength">Strength of an L2 penalty, 0 or more.</param>
    /// <param name="l2ShrinkageRegularizationStrength">Strength of an L2 penalty that acts on the gradient alone, 0 or more.</param>
    /// <param name="beta">Added to the root of the sum of squares, 0 or more.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>ftrl</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Ftrl(
        LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0, double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0,
        double beta = 0,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, learningRatePower, initialAccumulatorValue, l1RegularizationStrength,
            l2RegularizationStrength, l2ShrinkageRegularizationStrength, beta, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Ftrl(
        LearningRate learningRate, double learningRatePower, double initialAccumulatorValue, double l1RegularizationStrength,
        double l2RegularizationStrength, double l2ShrinkageRegularizationStrength, double beta, OptimizerOptions options)
        : base(learningRate, options, "accumulator", "linear")
    {
        LearningRatePower = Require(learningRatePower <= 0, learningRatePower, "a learningRatePower of 0 or less");
        InitialAccumulatorValue = Require(
            initialAccumulatorValue >= 0, initialAccumulatorValue, "an initialAccumulatorValue of 0 or more");
        L1RegularizationStrength = Require(
            l1RegularizationStrength >= 0, l1RegularizationStrength, "an l1RegularizationStrength of 0 or more");
        L2RegularizationStrength = Require(
            l2RegularizationStrength >= 0, l2RegularizationStrength, "an l2RegularizationStrength of 0 or more");
        L2ShrinkageRegularizationStrength = Require(
            l2ShrinkageRegularizationStrength >= 0, l2ShrinkageRegularizationStrength, "an l2ShrinkageRegularizationStrength of 0 or more");
        Beta = Require(beta >= 0, beta, "a beta of 0 or more");
    }

    /// <summary>How the rate falls with the sum of squares.</summary>
    public float LearningRatePower { get; }

    /// <summary>What the sums of squares start with.</summary>
    public float InitialAccumulatorValue { get; }

    /// <summary>Strength of an L1 penalty.</summary>
    public float L1RegularizationStrength { get; }

    /// <summary>Strength of an L2 penalty.</summary>
    public float L2RegularizationStrength { get; }

    /// <summary>Strength of an L2 penalty that acts on the gradient alone.</summary>
    public float L2ShrinkageRegularizationStrength { get; }

    /// <summary>Added to the root of the sum of squares.</summary>
    public float Beta { get; }

    private protected override bool IsFused => true;

    internal static Ftrl Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Float("learning_rate_power", -0.5f),
        reader.Float("initial_accumulator_value", 0.1f), reader.Float("l1_regularization_strength", 0f),
        reader.Float("l2_regularization_strength", 0f), reader.Float("l2_shrinkage_regularization_strength", 0f),
        reader.Float("beta", 0f), OptimizerOptions.Read(reader));

    /// <inheritdoc/>
    protected override double InitialSlotValue(int slot) => slot == 0 ? InitialAccumulatorValue : 0;

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        // The rule divides by the rate. A step of no size, such as the first one of a warm-up, changes nothing.
        if (step.LearningRate == 0f) return;
        var options = new FtrlOptions(
            LearningRatePower, L1RegularizationStrength, L2RegularizationStrength, L2ShrinkageRegularizationStrength, Beta);
        FtrlKernel.Step(weight, gradient, slots[0], slots[1], options, step.LearningRate, step.Decay, step.Gradient);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["learning_rate_power"] = LearningRatePower;
        config["initial_accumulator_value"] = InitialAccumulatorValue;
        config["l1_regularization_strength"] = L1RegularizationStrength;
        config["l2_regularization_strength"] = L2RegularizationStrength;
        config["l2_shrinkage_regularization_strength"] = L2ShrinkageRegularizationStrength;
        config["beta"] = Beta;
    }
}
