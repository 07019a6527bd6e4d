using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial class Optimizer
{
    /// <summary>The same as <c>new Muon(...)</c>, where the parameters are described.</summary>
    public static Muon Muon(
        LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004,
        double epsilon = 1e-7,
        double? weightDecay = 0.004, double? clipNorm = null, double? clipValue = null,
        double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null, string[]? excludeLayers = null,
        bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1,
        double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2) => new(
            learningRate, adamBeta1, adamBeta2, adamWeightDecay, epsilon, weightDecay, clipNorm, clipValue, globalClipNorm, useEma,
            emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name, excludeLayers, excludeEmbeddings, muonA,
            muonB, muonC, adamLrRatio, momentum, nsSteps, nesterov, rmsRate);
}

/// <summary>Muon: matrices step by their momentum, made orthogonal by Newton-Schulz iterations; all else as in Adam.</summary>
/// <remarks>
/// Jordan et al. 2024, with the size of steps of Liu et al. 2025, as Keras computes it. Matrices are weights of two axes that are no
/// embeddings and not excluded.
/// </remarks>
/// <example><code>model.Compile(new Muon(1e-3, excludeLayers: ["logits"]), "sparse_categorical_crossentropy");</code></example>
public sealed class Muon : Optimizer
{
    private readonly OrthogonalStep _orthogonal;
    private readonly Regex[] _excluded;
    private readonly string[] _excludedLayers;

    /// <summary>Sets the options.</summary>
    /// <param name="learningRate">Size of a step, 0 or more, or a schedule; null for 0.001.</param>
    /// <param name="adamBeta1">How much of the mean of gradients Adam keeps each step, 0 to below 1.</param>
    /// <param name="adamBeta2">How much of the mean of squares Adam keeps each step, 0 to below 1.</param>
    /// <param name="adamWeightDecay">The weight decay of what is no matrix, 0 or more; null for none.</param>
    /// <param name="epsilon">Keeps Adam's division finite; above 0.</param>
    /// <include file="SharedOptions.txt" path="/options/param"/>
    /// <param name="name">Null for <c>muon</c>.</param>
    /// <param name="excludeLayers">Regular expressions: weights whose path one matches are left to Adam.</param>
    /// <param name="excludeEmbeddings">Whether weights with "embedding" in their path are left to Adam.</param>
    /// <param name="muonA">Of the iteration x = a·x + (b·xxᵀ + c·(xxᵀ)²)·x.</param>
    /// <param name="muonB">Of the iteration.</param>
    /// <param name="muonC">Of the iteration.</param>
    /// <param name="adamLrRatio">What the rate is multiplied by for Adam, 0 or more.</param>
    /// <param name="momentum">How much of the sum of gradients is kept each step, 0 to 1.</param>
    /// <param name="nsSteps">Iterations, 0 or more.</param>
    /// <param name="nesterov">Whether the gradient counts once more beside the momentum.</param>
    /// <param name="rmsRate">Times the root of the longer side, the size of a step as in Adam; null for the size of the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">More than one kind of clipping is asked for, or a text is no regular expression.</exception>
    public Muon(
        LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004,
        double epsilon = 1e-7,
        double? weightDecay = 0.004, double? clipNorm = null, double? clipValue = null,
        double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null, string[]? excludeLayers = null,
        bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1,
        double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : this(
            learningRate ?? 0.001f, adamBeta1, adamBeta2, adamWeightDecay, epsilon, new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm,
                useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps, name),
            excludeLayers, excludeEmbeddings, muonA, muonB, muonC,
            adamLrRatio, momentum, nsSteps, nesterov, rmsRate)
    {
    }

    private Muon(
        LearningRate learningRate, double adamBeta1, double adamBeta2, double? adamWeightDecay, double epsilon, OptimizerOptions options,
        string[]? excludeLayers, bool excludeEmbeddings, double muonA, double muonB, double muonC, double adamLrRatio, double momentum,
        int nsSteps, bool nesterov, double? rmsRate)
        : base(learningRate, options, "momentum", "velocity")
    {
        Require((float)adamBeta1 is >= 0 and < 1, adamBeta1, "an adamBeta1 from 0 to below 1");
        Require((float)adamBeta2 is >= 0 and < 1, adamBeta2, "an adamBeta2 from 0 to below 1");
        if (adamWeightDecay is { } decay)
        {
            AdamWeightDecay = WrittenNumber.Of(Require(decay >= 0, decay, "an adamWeightDecay of 0 or more", nameof(adamWeightDecay)));
        }

        Epsilon = Require((float)epsilon > 0, epsilon, "an epsilon above 0");
        (AdamBeta1, AdamBeta2) = (WrittenNumber.Of(adamBeta1), WrittenNumber.Of(adamBeta2));
        AdamLrRatio = Require(adamLrRatio >= 0, adamLrRatio, "an adamLrRatio of 0 or more");
        Momentum = Require((float)momentum is >= 0 and <= 1, momentum, "a momentum from 0 to 1");
        if (rmsRate is { } rate) RmsRate = WrittenNumber.Of(Require(rate >= 0, rate, "an rmsRate of 0 or more", nameof(rmsRate)));
        (ExcludeEmbeddings, Nesterov) = (excludeEmbeddings, nesterov);
        NsSteps = nsSteps is >= 0 and <= 1000 ? nsSteps : throw new ArgumentOutOfRangeException(
            nameof(nsSteps), $"Muon: expected nsSteps from 0 to 1000 but got {nsSteps}.");
        _orthogonal = new OrthogonalStep(
            Require(true, muonA, "a finite number"), Require(true, muonB, "a finite number"), Require(true, muonC, "a finite number"),
            nsSteps);
        _excludedLayers = [.. excludeLayers ?? []];
        _excluded = Array.ConvertAll(_excludedLayers, Pattern);
    }

    /// <summary>How much of the mean of gradients Adam keeps each step.</summary>
    public double AdamBeta1 { get; }

    /// <summary>How much of the mean of squares Adam keeps each step.</summary>
    public double AdamBeta2 { get; }

    /// <summary>The weight decay of what is no matrix; null for none.</summary>
    public double? AdamWeightDecay { get; }

    /// <summary>What is added to the root of Adam's mean of squares.</summary>
    public float Epsilon { get; }

    /// <summary>Regular expressions: weights whose path one matches are left to Adam.</summary>
    public IReadOnlyList<string> ExcludeLayers => _excludedLayers;

    /// <summary>Whether weights with "embedding" in their path are left to Adam.</summary>
    public bool ExcludeEmbeddings { get; }

    /// <summary>What the rate is multiplied by for Adam.</summary>
    public float AdamLrRatio { get; }

    /// <summary>How much of the sum of gradients is kept each step.</summary>
    public float Momentum { get; }

    /// <summary>Iterations that make a step orthogonal.</summary>
    public int NsSteps { get; }

    /// <summary>Whether the gradient counts once more beside the momentum.</summary>
    public bool Nesterov { get; }

    /// <summary>Times the root of the longer side, the size of a step as in Adam; null for the size of the rate.</summary>
    public double? RmsRate { get; }

    private protected override bool SquaresGradients => true;

    internal static Muon Read(ConfigReader reader) => new(
        DeepSharp.LearningRate.Read(reader, 0.001f), reader.Double("adam_beta_1", 0.9), reader.Double("adam_beta_2", 0.999),
        reader.IsNull("adam_weight_decay") ? null : reader.Float("adam_weight_decay", 0.004f), reader.Float("epsilon", 1e-7f),
        OptimizerOptions.Read(reader, reader.IsNull("weight_decay") ? null : 0.004f), LayersIn(reader),
        reader.Bool("exclude_embeddings", true), reader.Float("muon_a", 3.4445f), reader.Float("muon_b", -4.775f),
        reader.Float("muon_c", 2.0315f), reader.Float("adam_lr_ratio", 1f), reader.Float("momentum", 0.95f), reader.Int("ns_steps", 5),
        reader.Bool("nesterov", true), reader.IsNull("rms_rate") ? null : reader.Float("rms_rate", 0.2f));

    // Matrices keep no mean of squares: by that a step knows them.
    private protected override Variable[] CreateSlots(Variable variable) => IsForAdam(variable)
        ? base.CreateSlots(variable) : [Slot(variable, "momentum", 0)];

    private protected override double? WeightDecayOf(Variable variable) => IsForAdam(variable) ? AdamWeightDecay : Options.WeightDecay;

    /// <inheritdoc/>
    protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
    {
        if (slots.Count == 2)
        {
            float rate = AdamKernel.CorrectedRate(step.LearningRate * AdamLrRatio, AdamBeta1, AdamBeta2, step.Number);
            AdamKernel.Step(weight, gradient, slots[0], slots[1], rate, AdamBeta1, AdamBeta2, Epsilon);
            return;
        }

        double size = RmsRate is { } share ? share * Math.Sqrt(Math.Max(step.Shape[0], step.Shape[1])) : 1;
        _orthogonal.Run(
            weight, gradient, slots[0], Momentum, Nesterov, (float)(step.LearningRate * size), step.Shape[0], step.Shape[1]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["adam_beta_1"], config["adam_beta_2"], config["epsilon"]) = (AdamBeta1, AdamBeta2, Epsilon);
        config["exclude_layers"] = new JsonArray([.. _excludedLayers.Select(layer => (JsonNode)layer)]);
        (config["muon_a"], config["muon_b"], config["muon_c"]) = (_orthogonal.A, _orthogonal.B, _orthogonal.C);
        (config["adam_lr_ratio"], config["momentum"], config["ns_steps"]) = (AdamLrRatio, Momentum, NsSteps);
        (config["nesterov"], config["exclude_embeddings"]) = (Nesterov, ExcludeEmbeddings);
        (config["adam_weight_decay"], config["rms_rate"]) = ((float?)AdamWeightDecay, (float?)RmsRate);
    }

    private bool IsForAdam(Variable variable) => variable.Shape.Rank != 2
        || (ExcludeEmbeddings && variable.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || Array.Exists(_excluded, pattern => pattern.IsMatch(variable.Path));

    private static string[] LayersIn(ConfigReader reader) => reader.OptionalList("exclude_layers") is not { } list ? []
        : [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text : throw reader.Wrong("exclude_layers", "a list of strings", list))];

    // From files as well: without backtracking none takes for ever.
    private static Regex Pattern(string layer)
    {
        try
        {
            return new Regex(layer, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException(
                $"Muon: expected regular expressions, without references and lookarounds, as excludeLayers but got '{layer}': " +
                $"{error.Message}", "excludeLayers", error);
        }
    }
}
