using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new ScheduleFreeAdamW(...)</c>, where the parameters are described.</summary>
    public static ScheduleFreeAdamW ScheduleFreeAdamW(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null,
        double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, beta1, beta2, epsilon, warmupSteps, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor,
            gradientAccumulationSteps, name);
}

/// <summary>AdamW that needs no schedule of the learning rate: it steps between a fast sequence of weights and the mean of them.</summary>
/// <remarks>
/// Defazio et al. 2024, algorithm 1, as Keras computes it. The weights are where gradients are taken, y = (1 - β₁)·z + β₁·x, with z that
/// takes the steps (kept as <c>momentum</c>) and x the mean of all z.
/// </remarks>
/// <example><code>model.Compile(new ScheduleFreeAdamW(2.5e-3, warmupSteps: 100), "sparse_categorical_crossentropy");</code></example>
public sealed class ScheduleFreeAdamW : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.0025.</param>
    /// <param name="beta1">The share of the mean in the weights that gradients are taken at, above 0 to below 1.</param>
    /// <param name="beta2">How much of the mean of squares is kept each step, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="warmupSteps">Steps in which the rate rises to its size, 0 or more.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>schedule_free_adam_w</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public ScheduleFreeAdamW(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null,
        double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.0025f, beta1, beta2, epsilon, warmupSteps, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private ScheduleFreeAdamW(
        LearningRate learningRate, double beta1, double beta2, double epsilon, int warmupSteps, OptimizerOptions options)
        : base(learningRate, options, "momentum", "velocity")
    {
        Require((float)beta1 is > 0 and < 1, beta1, "a beta1 above 0 to below 1");
        Require((float)beta2 is >= 0 and < 1, beta2, "a beta2 from 0 to below 1");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        WarmupSteps = warmupSteps >= 0 ? warmupSteps : throw new ArgumentOutOfRangeException(
            nameof(warmupSteps), $"ScheduleFreeAdamW: expected warmupSteps of 0 or more but got {warmupSteps}.");
        (Beta1, Beta2) = (WrittenNumber.Of(beta1), WrittenNumber.Of(beta2));
    }

    /// <summary>The share of the mean in the weights that gradients are taken at.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean of squares is kept each step.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the root of the mean of squares.</summary>
    public float Epsilon { get; }

    /// <summary>Steps in which the rate rises to its size.</summary>
    public int WarmupSteps { get; }

    private protected override bool IsFused => true;

    private protected override bool SquaresGradients => true;

    internal static ScheduleFreeAdamW Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.0025f), reader.Double("beta_1", 0.9), reader.Double("beta_2", 0.999),
        reader.Float("epsilon", 1e-8f), reader.Int("warmup_steps", 0), OptimizerOptions.Read(reader));

    // The fast sequence begins at the weights.
    private protected override Variable[] CreateSlots(Variable variable)
    {
        Variable[] slots = base.CreateSlots(variable);
        slots[0].Value.Assign(variable.Value);
        return slots;
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        float rate = WarmupSteps > 0 ? step.LearningRate * (float)Math.Min((double)step.Number / WarmupSteps, 1) : step.LearningRate;
        ScheduleFreeKernel.Step(
            weight, gradient, slots[0], slots[1], rate, Beta1, Beta2, Epsilon, step.Number, step.Decay, step.Gradient);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
        config["warmup_steps"] = WarmupSteps;
    }
}
