using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Adam(...)</c>, where the parameters are described.</summary>
    public static Adam Adam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, beta1, beta2, epsilon, amsgrad, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Adam: steps by the running mean of the gradient, divided by the root of the running mean of its square.</summary>
/// <remarks>
/// Kingma and Ba 2015, algorithm 1, as Keras computes it: ε is added to √v before the bias correction. AMSGrad (Reddi et al. 2018)
/// divides by the largest v so far.
/// </remarks>
/// <example><code>model.Compile(new Adam(learningRate: 1e-3), "sparse_categorical_crossentropy", ["accuracy"]);</code></example>
public class Adam : Optimizer
{
    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="beta1">How much of the mean of gradients is kept each step, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean of squares is kept each step, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>adam</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Adam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, beta1, beta2, epsilon, amsgrad, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private protected Adam(LearningRate learningRate, double beta1, double beta2, double epsilon, bool amsgrad, OptimizerOptions options)
        : base(learningRate, options, amsgrad ? ["momentum", "velocity", "velocity_hat"] : ["momentum", "velocity"])
    {
        Require((float)beta1 is >= 0 and < 1, beta1, "a beta1 from 0 to below 1");
        Require((float)beta2 is >= 0 and < 1, beta2, "a beta2 from 0 to below 1");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        (Beta1, Beta2, AmsGrad) = (WrittenNumber.Of(beta1), WrittenNumber.Of(beta2), amsgrad);
    }

    /// <summary>How much of the mean of gradients is kept each step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean of squares is kept each step.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the root of the mean of squares.</summary>
    public float Epsilon { get; }

    /// <summary>Whether the largest mean of squares so far is used.</summary>
    public bool AmsGrad { get; }

    private protected sealed override bool IsFused => true;

    private protected sealed override int SlotsTogether => 2;

    internal static Adam Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("beta_1", 0.9), reader.Double("beta_2", 0.999),
        reader.Float("epsilon", 1e-7f), reader.Bool("amsgrad", false), OptimizerOptions.Read(reader));

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected sealed override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        float rate = AdamKernel.CorrectedRate(step.LearningRate, Beta1, Beta2, step.Number);
        if (AmsGrad)
        {
            AdamKernel.StepAmsGrad(
                weight, gradient, slots[0], slots[1], slots[2], rate, Beta1, Beta2, Epsilon, step.Decay, step.Gradient);
        }
        else
        {
            AdamKernel.Step(weight, gradient, slots[0], slots[1], rate, Beta1, Beta2, Epsilon, step.Decay, step.Gradient);
        }
    }

    /// <inheritdoc/>
    protected sealed override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
        config["amsgrad"] = AmsGrad;
    }
}
