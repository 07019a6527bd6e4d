using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// -α·Σ (1 - p)^γ·t·log p over the classes: what is right already counts little (Lin et al. 2017). Targets are one-hot rows or
    /// probabilities.
    /// </summary>
    /// <remarks>Probabilities are divided by their sum and clipped to [1e-7, 1 - 1e-7], beyond which they learn nothing.</remarks>
    /// <param name="alpha">Times what all classes count.</param>
    /// <param name="gamma">How little easy answers count; 0 or more.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is spread evenly over all classes, 0 to 1.</param>
    /// <param name="axis">The axis of the classes; negative ones count from the end.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Loss CategoricalFocalCrossentropy(
        double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1,
        Reduction reduction = default, string name = "categorical_focal_crossentropy") =>
        new CategoricalFocalCrossentropyLoss(
            OptionNumber.Finite("CategoricalFocalCrossentropy", alpha), OptionNumber.NotNegative("CategoricalFocalCrossentropy", gamma),
            fromLogits, OptionNumber.Share("CategoricalFocalCrossentropy", labelSmoothing), axis, reduction, name);
}

/// <summary>-α·Σ (1 - p)^γ·t·log p over the classes.</summary>
internal sealed record CategoricalFocalCrossentropyLoss(
    float Alpha, float Gamma, bool FromLogits, float LabelSmoothing, int Axis, Reduction Reduction, string Name)
    : Loss(Name, Reduction)
{
    private static readonly SumOp s_sum = new([-1], keepDims: true, isMean: false);
    private readonly Derived<Op> _op = new(new ElementLossOp<CategoricalFocalTerm>(
        "categorical_focal_crossentropy", new CategoricalFocalTerm(Alpha, Gamma), isSum: true));

    public override string ClassName => "CategoricalFocalCrossentropy";

    public static Loss Read(ConfigReader reader) => CategoricalFocalCrossentropy(
        reader.Float("alpha", 0.25f), reader.Float("gamma", 2f), reader.Bool("from_logits", false), reader.Float("label_smoothing", 0f),
        reader.Int("axis", -1));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        (target, prediction) = (LabelSmoothingOps.OfClasses(target, LabelSmoothing), LossAxis.ToLast(prediction, Axis));
        if (FromLogits) prediction = Tape.Run(MathOps.Softmax, prediction);
        return Tape.Run(_op.Value, LossAxis.ToLast(target, Axis), prediction / Tape.Run(s_sum, prediction));
    }

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        if (prediction.Rank > 0 && LossAxis.IsLast(prediction, Axis) && prediction[^1] == 1) throw OneClass(method, Name, prediction);
    }

    internal override bool IsOverClasses => Axis == -1;

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["label_smoothing"], config["axis"]) = (FromLogits, LabelSmoothing, Axis);
        (config["alpha"], config["gamma"]) = (Alpha, Gamma);
    }
}
