using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new RMSprop(...)</c>, where the parameters are described.</summary>
    public static RMSprop RMSprop(
        LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, rho, momentum, epsilon, centered, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>RMSprop: steps by the gradient, divided by the root of the running mean of its square.</summary>
/// <remarks>
/// Tieleman and Hinton 2012, as Keras computes it: v = ρ·v + (1 - ρ)g² and w -= rate·g/√(v + ε), with ε inside the root. Centered, the
/// square of the running mean of the gradient is taken off v; with momentum, steps add up as in <see cref="SGD"/>.
/// </remarks>
/// <example><code>model.Compile(new RMSprop(1e-3, momentum: 0.9), "mse");</code></example>
public sealed class RMSprop : Optimizer
{
    private static readonly string[] s_momentum = ["momentum"], s_average = ["average_gradient"];

    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="rho">How much of the means is kept each step, 0 to 1.</param>
    /// <param name="momentum">The share of the last step that is kept, 0 to 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="centered">Whether to divide by the root of the variance instead of that of the mean of squares.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>rm_sprop</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public RMSprop(
        LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, rho, momentum, epsilon, centered, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private RMSprop(LearningRate learningRate, double rho, double momentum, double epsilon, bool centered, OptimizerOptions options)
        : base(learningRate, options, ["velocity", .. (float)momentum > 0 ? s_momentum : [], .. centered ? s_average : []])
    {
        Require((float)rho is >= 0 and <= 1, rho, "a rho from 0 to 1");
        Momentum = Require((float)momentum is >= 0 and <= 1, momentum, "a momentum from 0 to 1");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        (Rho, Centered) = (WrittenNumber.Of(rho), centered);
    }

    /// <summary>How much of the means is kept each step.</summary>
    public double Rho { get; }

    /// <summary>The share of the last step that is kept.</summary>
    public float Momentum { get; }

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; }

    /// <summary>Whether the root of the variance divides.</summary>
    public bool Centered { get; }

    private protected override bool IsFused => true;

    private protected override int SlotsTogether => 1;

    internal static RMSprop Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("rho", 0.9), reader.Float("momentum", 0f),
        reader.Float("epsilon", 1e-7f), reader.Bool("centered", false), OptimizerOptions.Read(reader));

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        Span<float> steps = Momentum > 0 ? slots[1] : [];
        Span<float> means = Centered ? slots[Momentum > 0 ? 2 : 1] : [];
        RmsPropKernel.Step(
            weight, gradient, slots[0], means, steps, step.LearningRate, Rho, Momentum, Epsilon, step.Decay, step.Gradient);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rho"] = Rho;
        config["momentum"] = Momentum;
        config["epsilon"] = Epsilon;
        config["centered"] = Centered;
    }
}
