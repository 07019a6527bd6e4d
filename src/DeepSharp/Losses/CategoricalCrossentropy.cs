using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>-Σ t·log p over the classes; targets are one-hot rows or probabilities, of the shape of the predictions.</summary>
    /// <remarks>
    /// What a softmax over the last axis gave, as the activation of a layer, as a layer or as an operation, counts by its logits, as in
    /// Keras on TensorFlow: the loss stays exact and goes on learning where probabilities round to 0 and 1. Probabilities of other origin
    /// are divided by their sum and clipped to [1e-7, 1 - 1e-7], beyond which they learn nothing.
    /// </remarks>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is spread evenly over all classes, 0 to 1.</param>
    /// <param name="axis">The axis of the classes; negative ones count from the end.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public static Loss CategoricalCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction reduction = default,
        string name = "categorical_crossentropy") =>
        new CategoricalCrossentropyLoss(
            fromLogits, OptionNumber.Share("CategoricalCrossentropy", labelSmoothing), axis, reduction, name);
}

/// <summary>-Σ t·log p over the classes; targets are one-hot rows or probabilities, of the shape of the predictions.</summary>
internal sealed record CategoricalCrossentropyLoss(bool FromLogits, float LabelSmoothing, int Axis, Reduction Reduction, string Name)
    : Loss(Name, Reduction)
{
    // Over another axis than the last, labels are smoothed before.
    private readonly Derived<CategoricalCrossEntropyOp> _op = new(new CategoricalCrossEntropyOp(FromLogits, LabelSmoothing));
    private readonly Derived<CategoricalCrossEntropyOp> _plainOp = new(new CategoricalCrossEntropyOp(FromLogits, 0f));

    public override string ClassName => "CategoricalCrossentropy";

    public static Loss Read(ConfigReader reader) =>
        CategoricalCrossentropy(reader.Bool("from_logits", false), reader.Float("label_smoothing", 0f), reader.Int("axis", -1));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        ProbabilityFunction function = FromLogits ? ProbabilityFunction.None : ProbabilityFunction.Softmax;
        if (LossAxis.IsLast(prediction.Shape, Axis)) return LogitsBehind.Run(_op.Value, function, target, prediction);
        return LogitsBehind.Run(_plainOp.Value, function, LabelSmoothingOps.OfClasses(target, LabelSmoothing), prediction, Axis);
    }

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        if (prediction.Rank > 0 && LossAxis.IsLast(prediction, Axis) && prediction[^1] == 1) throw OneClass(method, Name, prediction);
    }

    internal override bool IsOverClasses => Axis == -1;

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["label_smoothing"]) = (FromLogits, LabelSmoothing);
        config["axis"] = Axis;
    }
}
