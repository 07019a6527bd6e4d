using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Nadam(...)</c>, where the parameters are described.</summary>
    public static Nadam Nadam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null) => new(
            learningRate, beta1, beta2, epsilon, weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum,
            emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Nadam: Adam with Nesterov's look ahead.</summary>
/// <remarks>
/// Dozat 2016, algorithm 8, with momentum that rises in the first steps.
/// </remarks>
/// <example><code>model.Compile(new Nadam(1e-3), "mse");</code></example>
public sealed class Nadam : Optimizer
{
    private readonly Variable _product = new(Tensor.Scalar(1f), "variable", trainable: false);
    private NadamRates _rates;

    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="beta1">How much of the mean of gradients is kept each step, 0 to below 1.</param>
    /// <param name="beta2">How much of the mean of squares is kept each step, 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite; above 0.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>nadam</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Nadam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, beta1, beta2, epsilon, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Nadam(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerOptions options)
        : base(learningRate, options, "momentum", "velocity")
    {
        Require((float)beta1 is >= 0 and < 1, beta1, "a beta1 from 0 to below 1");
        Require((float)beta2 is >= 0 and < 1, beta2, "a beta2 from 0 to below 1");
        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        (Beta1, Beta2) = (WrittenNumber.Of(beta1), WrittenNumber.Of(beta2));
    }

    /// <summary>How much of the mean of gradients is kept each step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean of squares is kept each step.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; }

    private protected override bool IsFused => true;

    internal override IReadOnlyList<Variable> ExtraState => [_product];

    internal static Nadam Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("beta_1", 0.9), reader.Double("beta_2", 0.999),
        reader.Float("epsilon", 1e-7f), OptimizerOptions.Read(reader));

    /// <inheritdoc/>
    private protected override void BeginStep(OptimizerStep step)
    {
        // The product of the momenta of all steps so far is state: it cannot be told from the number of the step after a change of beta.
        _product.Value.Span[0] = Vanishing.Flush((float)(_product.Value.Item() * NadamRates.Momentum(Beta1, step.Number)));
        _rates = NadamRates.Of(step.LearningRate, Beta1, Beta2, step.Number, _product.Value.Item());
    }

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step) =>
        NadamKernel.Step(weight, gradient, slots[0], slots[1], _rates, Beta1, Beta2, Epsilon, step.Decay, step.Gradient);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
    }
}
