using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new SGD(...)</c>, where the parameters are described.</summary>
    public static SGD SGD(
        LearningRate? learningRate = null, double momentum = 0, bool nesterov = false, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, momentum, nesterov, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Stochastic gradient descent, with momentum if wanted.</summary>
/// <remarks>
/// Without momentum w -= rate·g. With momentum v = momentum·v - rate·g and w += v; Nesterov's form steps to w += momentum·v - rate·g
/// (Sutskever et al. 2013).
/// </remarks>
/// <example><code>model.Compile(new SGD(0.1, momentum: 0.9, nesterov: true), "mse");</code></example>
public sealed class SGD : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.01.</param>
    /// <param name="momentum">The share of the last step that is kept, 0 to 1.</param>
    /// <param name="nesterov">Whether the gradient counts as if taken after the momentum's step.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>sgd</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public SGD(
        LearningRate? learningRate = null, double momentum = 0, bool nesterov = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.01f, momentum, nesterov, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private SGD(LearningRate learningRate, double momentum, bool nesterov, OptimizerOptions options)
        : base(learningRate, options, (float)momentum == 0 ? [] : ["momentum"])
    {
        Momentum = Require((float)momentum is >= 0 and <= 1, momentum, "a momentum from 0 to 1");
        Nesterov = nesterov;
    }

    /// <summary>The share of the last step that is kept.</summary>
    public float Momentum { get; }

    /// <summary>Whether Nesterov's form is used.</summary>
    public bool Nesterov { get; }

    private protected override bool IsFused => true;

    internal static SGD Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.01f), reader.Float("momentum", 0f), reader.Bool("nesterov", false),
        OptimizerOptions.Read(reader));

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        if (Momentum == 0) SgdKernel.Step(weight, gradient, step.LearningRate, step.Decay, step.Gradient);
        else SgdKernel.StepMomentum(weight, gradient, slots[0], step.LearningRate, Momentum, Nesterov, step.Decay, step.Gradient);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["momentum"] = Momentum;
        config["nesterov"] = Nesterov;
    }
}
