namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new AdamW(...)</c>, where the parameters are described.</summary>
    public static AdamW AdamW(
        LearningRate? learningRate = null, double weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, weightDecay, beta1, beta2, epsilon, amsgrad, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Adam with weight decay that is decoupled from the gradient.</summary>
/// <remarks>
/// Loshchilov and Hutter 2019, algorithm 2: w -= rate·weightDecay·w, then the step of <see cref="Adam"/>. Biases and the scales of
/// normalizing layers are usually left out, with <see cref="Optimizer.ExcludeFromWeightDecay"/>.
/// </remarks>
/// <example><code>model.Compile(new AdamW(1e-3, weightDecay: 0.01), "sparse_categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class AdamW : Adam
{
    private const double DefaultDecay = 0.004;

    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="weightDecay">Each step first takes learning rate · this share off each weight, 0 or more.</param>
    /// <param name="beta1">How much of the mean of gradients is kept each step, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean of squares is kept each step, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <param name="amsgrad">Whether to divide by the largest mean of squares so far.</param>
    /// <include file="SharedOptions.txt" path="/options/param[@name!='weightDecay']"/>
    /// <param name="name">Null for <c>adam_w</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public AdamW(
        LearningRate? learningRate = null, double weightDecay = DefaultDecay, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-7, bool amsgrad = false, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, beta1, beta2, epsilon, amsgrad, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private AdamW(LearningRate learningRate, double beta1, double beta2, double epsilon, bool amsgrad, OptimizerOptions options)
        : base(learningRate, beta1, beta2, epsilon, amsgrad, options)
    {
    }

    internal static new AdamW Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("beta_1", 0.9), reader.Double("beta_2", 0.999),
        reader.Float("epsilon", 1e-7f), reader.Bool("amsgrad", false), OptimizerOptions.Read(reader, (float)DefaultDecay));
}
