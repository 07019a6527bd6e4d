using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Adafactor(...)</c>, where the parameters are described.</summary>
    public static Adafactor Adafactor(
        LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3,
        double clipThreshold = 1, bool relativeStep = true, double? weightDecay = null, double? clipNorm = null,
        double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null) => new(
            learningRate, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep, weightDecay, clipNorm, clipValue, globalClipNorm,
            useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name);
}

/// <summary>Adafactor: steps divided by the root of a running mean of squares that rows and columns of the weight share.</summary>
/// <remarks>
/// <para>Shazeer and Stern 2018, algorithm 4, as Keras computes it. The last two axes of a weight are the rows and
/// columns; weights with fewer
/// axes have a mean of squares for each value. The size of a step is that of the weight: rate·max(ε₂, rms(w)), at most 1/√t.</para>
/// <para><see cref="RelativeStep"/> is kept for Keras's sake: there, too, the limit of 1/√t holds whatever it says.</para>
/// </remarks>
/// <example><code>model.Compile(new Adafactor(1e-2), "sparse_categorical_crossentropy");</code></example>
public sealed class Adafactor : Optimizer
{
    private readonly AdafactorOptions _own;

    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step relative to the weight, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="beta2Decay">The mean of squares keeps 1 - t^beta2Decay in step t; 0 or less.</param>
    /// <param name="epsilon1">Added to squares, so that none is 0; above 0.</param>
    /// <param name="epsilon2">The least that the size of a weight counts for, above 0.</param>
    /// <param name="clipThreshold">The largest root mean square of a step before its size, above 0.</param>
    /// <param name="relativeStep">Kept in the config.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>adafactor</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for.</exception>
    public Adafactor(
        LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3,
        double clipThreshold = 1, bool relativeStep = true,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            learningRate ?? 0.001f, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name))
    {
    }

    private Adafactor(
        LearningRate learningRate, double beta2Decay, double epsilon1, double epsilon2, double clipThreshold, bool relativeStep,
        OptimizerOptions options)
        : base(learningRate, options)
    {
        Require((float)beta2Decay <= 0, beta2Decay, "a beta2Decay of 0 or less");
        _own = new AdafactorOptions(
            WrittenNumber.Of(beta2Decay),
            Require((float)epsilon1 > 0, epsilon1, "an epsilon1 above 0"),
            Require((float)epsilon2 > 0, epsilon2, "an epsilon2 above 0"),
            Require((float)clipThreshold > 0, clipThreshold, "a clipThreshold above 0"));
        RelativeStep = relativeStep;
    }

    /// <summary>The power of the step that the mean of squares loses.</summary>
    public double Beta2Decay => _own.Beta2Decay;

    /// <summary>What is added to squares.</summary>
    public float Epsilon1 => _own.Epsilon1;

    /// <summary>The least that the size of a weight counts for.</summary>
    public float Epsilon2 => _own.Epsilon2;

    /// <summary>The largest root mean square of a step before its size.</summary>
    public float ClipThreshold => _own.ClipThreshold;

    /// <summary>Kept in the config.</summary>
    public bool RelativeStep { get; }

    internal static Adafactor Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("beta_2_decay", -0.8), reader.Float("epsilon_1", 1e-30f),
        reader.Float("epsilon_2", 1e-3f), reader.Float("clip_threshold", 1f),
        reader.Bool("relative_step", true), OptimizerOptions.Read(reader));

    // Means for rows and for columns, and the mean of squares that follows from them; Keras keeps the last one too, and a number in place
    // of means that a weight does not have.
    private protected override Variable[] CreateSlots(Variable variable)
    {
        Variable velocity = Slot(variable, "velocity", 0);
        Shape shape = variable.Shape;
        if (shape.Rank < 2) return [Mean("row", [], variable.Name), Mean("column", [], variable.Name), velocity];
        string path = $"{Name}/{variable.Name}";
        return [Mean("row", shape[..^1], path), Mean("column", [.. shape[..^2], shape[^1]], path), velocity];

        static Variable Mean(string name, Shape shape, string path) =>
            new(Tensor.Zeros(shape), name, trainable: false) { Path = path };
    }

    private protected override bool SquaresGradients => true;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        if (step.Shape.Rank < 2)
        {
            AdafactorKernel.Step(weight, gradient, slots[2], step.LearningRate, step.Number, _own);
            return;
        }

        (int rows, int columns) = (step.Shape[^2], step.Shape[^1]);
        AdafactorKernel.Step(weight, gradient, slots[0], slots[1], slots[2], rows, columns, step.LearningRate, step.Number, _own);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["beta_2_decay"] = Beta2Decay;
        config["epsilon_1"] = Epsilon1;
        config["epsilon_2"] = Epsilon2;
        config["clip_threshold"] = ClipThreshold;
        config["relative_step"] = RelativeStep;
    }
}
