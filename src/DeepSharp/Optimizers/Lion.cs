using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Lion(...)</c>, where the parameters are described.</summary>
    public static Lion Lion(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99, double? weightDecay = null, double? clipNorm = null,
        double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null) => new(
            learningRate, beta1, beta2, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency,
            lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Lion: steps of one size, in the direction of the sign of a mixture of gradient and running mean.</summary>
/// <remarks>
/// Chen et al. 2023, algorithm 2. Use a rate three to ten times smaller than with Adam, and as many times more weight decay.
/// </remarks>
/// <example><code>model.Compile(new Lion(1e-4, weightDecay: 0.1), "mse");</code></example>
public sealed class Lion : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="beta1">The share of the running mean in the direction, above 0 to 1.</param>
    /// <param name="beta2">How much of the mean of gradients is kept each step, 0 to below 1.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>lion</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Lion(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, beta1, beta2, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Lion(LearningRate learningRate, double beta1, double beta2, OptimizerOptions options)
        : base(learningRate, options, "momentum")
    {
        Require((float)beta1 is > 0 and <= 1, beta1, "a beta1 above 0 to 1");
        Require((float)beta2 is >= 0 and < 1, beta2, "a beta2 from 0 to below 1");
        (Beta1, Beta2) = (WrittenNumber.Of(beta1), WrittenNumber.Of(beta2));
    }

    /// <summary>The share of the running mean in the direction.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean of gradients is kept each step.</summary>
    public double Beta2 { get; }

    private protected override bool IsFused => true;

    internal static Lion Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("beta_1", 0.9), reader.Double("beta_2", 0.99),
        OptimizerOptions.Read(reader));

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step) =>
        LionKernel.Step(weight, gradient, slots[0], step.LearningRate, Beta1, Beta2, step.Decay, step.Gradient);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
    }
}
