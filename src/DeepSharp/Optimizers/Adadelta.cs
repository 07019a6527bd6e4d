using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Adadelta(...)</c>, where the parameters are described.</summary>
    public static Adadelta Adadelta(
        LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, rho, epsilon, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency,
            lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Adadelta: steps by the gradient, times the ratio of the running means of earlier steps and of gradients.</summary>
/// <remarks>
/// Zeiler 2012, algorithm 1. The paper has a learning rate of 1; Keras starts with 0.001.
/// </remarks>
/// <example><code>model.Compile(new Adadelta(1), "mse");</code></example>
public sealed class Adadelta : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="rho">How much of the means is kept each step, 0 to 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>adadelta</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Adadelta(
        LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, rho, epsilon, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Adadelta(LearningRate learningRate, double rho, double epsilon, OptimizerOptions options)
        : base(learningRate, options, "accumulated_grad", "accumulated_delta_var")
    {
        Require((float)rho is >= 0 and <= 1, rho, "a rho from 0 to 1");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        Rho = WrittenNumber.Of(rho);
    }

    /// <summary>How much of the means is kept each step.</summary>
    public double Rho { get; }

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; }

    private protected override bool IsFused => true;

    internal static Adadelta Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("rho", 0.95), reader.Float("epsilon", 1e-7f),
        OptimizerOptions.Read(reader));

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step) =>
        AdadeltaKernel.Step(weight, gradient, slots[0], slots[1], step.LearningRate, Rho, Epsilon, step.Decay, step.Gradient);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["rho"] = Rho;
        config["epsilon"] = Epsilon;
    }
}
