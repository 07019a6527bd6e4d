using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// <see cref="BinaryCrossentropy"/> times (1 - pₜ)^γ, pₜ being the probability of the right answer: what is right already counts little
    /// (Lin et al. 2017).
    /// </summary>
    /// <param name="applyClassBalancing">Whether to weigh the answer yes by <paramref name="alpha"/> and no by what is left to 1.</param>
    /// <param name="alpha">The weight of the answer yes, 0 to 1.</param>
    /// <param name="gamma">How little easy answers count; 0 or more.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is moved to one half, 0 to 1.</param>
    /// <param name="axis">The axis that the mean is over; negative ones count from the end.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example><code>model.Compile("adam", Loss.BinaryFocalCrossentropy(applyClassBalancing: true, alpha: 0.9));</code></example>
    public static Loss BinaryFocalCrossentropy(
        bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0,
        int axis = -1, Reduction reduction = default, string name = "binary_focal_crossentropy") =>
        new BinaryFocalCrossentropyLoss(
            applyClassBalancing, OptionNumber.Share("BinaryFocalCrossentropy", alpha),
            OptionNumber.NotNegative("BinaryFocalCrossentropy", gamma), fromLogits,
            OptionNumber.Share("BinaryFocalCrossentropy", labelSmoothing), axis, reduction, name);
}

/// <summary>Binary cross-entropy times (1 - pₜ)^γ, averaged over an axis.</summary>
internal sealed record BinaryFocalCrossentropyLoss(
    bool ApplyClassBalancing, float Alpha, float Gamma, bool FromLogits, float LabelSmoothing, int Axis, Reduction Reduction, string Name)
    : Loss(Name, Reduction)
{
    private readonly Derived<Op> _op = new(new ElementLossOp<BinaryFocalError>(
        "binary_focal_crossentropy", new BinaryFocalError(Gamma, LabelSmoothing, ApplyClassBalancing, Alpha)));

    public override string ClassName => "BinaryFocalCrossentropy";

    public static Loss Read(ConfigReader reader) => BinaryFocalCrossentropy(
        reader.Bool("apply_class_balancing", false), reader.Float("alpha", 0.25f), reader.Float("gamma", 2f),
        reader.Bool("from_logits", false), reader.Float("label_smoothing", 0f), reader.Int("axis", -1));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        if (FromLogits) prediction = Tape.Run(MathOps.Sigmoid, prediction);
        return Tape.Run(_op.Value, LossAxis.ToLast(target, Axis), LossAxis.ToLast(prediction, Axis));
    }

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["label_smoothing"], config["axis"]) = (FromLogits, LabelSmoothing, Axis);
        (config["apply_class_balancing"], config["alpha"], config["gamma"]) = (ApplyClassBalancing, Alpha, Gamma);
    }
}
