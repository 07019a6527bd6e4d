using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Adagrad(...)</c>, where the parameters are described.</summary>
    public static Adagrad Adagrad(
        LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, initialAccumulatorValue, epsilon, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Adagrad: steps by the gradient, divided by the root of the sum of its squares so far.</summary>
/// <remarks>
/// Duchi, Hazan and Singer 2011. Weights that are seldom changed keep a large rate.
/// </remarks>
/// <example><code>model.Compile(new Adagrad(0.01), "mse");</code></example>
public sealed class Adagrad : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="initialAccumulatorValue">What the sums of squares start with, 0 or more.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>adagrad</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Adagrad(
        LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, initialAccumulatorValue, epsilon, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Adagrad(LearningRate learningRate, double initialAccumulatorValue, double epsilon, OptimizerOptions options)
        : base(learningRate, options, "accumulator")
    {
        InitialAccumulatorValue = Require(
            initialAccumulatorValue >= 0, initialAccumulatorValue, "an initialAccumulatorValue of 0 or more");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
    }

    /// <summary>What the sums of squares start with.</summary>
    public float InitialAccumulatorValue { get; }

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; }

    private protected override bool IsFused => true;

    internal static Adagrad Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Float("initial_accumulator_value", 0.1f), reader.Float("epsilon", 1e-7f),
        OptimizerOptions.Read(reader));

    /// <inheritdoc/>
    protected override double InitialSlotValue(int slot) => InitialAccumulatorValue;

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step) =>
        AdagradKernel.Step(weight, gradient, slots[0], step.LearningRate, Epsilon, step.Decay, step.Gradient);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["initial_accumulator_value"] = InitialAccumulatorValue;
        config["epsilon"] = Epsilon;
    }
}
