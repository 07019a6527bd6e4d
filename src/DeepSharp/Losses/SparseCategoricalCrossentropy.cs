using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>-log of the probability of the right class; targets are class labels, (batch,) or (batch, 1).</summary>
    /// <remarks>
    /// What a softmax over the last axis gave, as the activation of a layer, as a layer or as an operation, counts by its logits, as in
    /// Keras on TensorFlow: the loss stays exact and goes on learning where probabilities round to 0 and 1. Probabilities of other origin
    /// are divided by their sum and clipped to [1e-7, 1 - 1e-7], beyond which they learn nothing. What is under a mask need be no label.
    /// </remarks>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="ignoreClass">A label whose samples cost nothing, such as -1 for unknown; null for none.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="axis">The axis of the classes; negative ones count from the end.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss SparseCategoricalCrossentropy(
        bool fromLogits = false, int? ignoreClass = null, Reduction reduction = default, int axis = -1,
        string name = "sparse_categorical_crossentropy") =>
        new SparseCategoricalCrossentropyLoss(fromLogits, ignoreClass, axis, reduction, name);
}

/// <summary>-log of the probability of the right class; targets are class labels, (batch,) or (batch, 1).</summary>
internal sealed record SparseCategoricalCrossentropyLoss(bool FromLogits, int? IgnoreClass, int Axis, Reduction Reduction, string Name)
    : LabelLoss(IgnoreClass, Axis, Reduction, Name)
{
    private readonly Derived<SparseCrossEntropyOp> _op = new(new SparseCrossEntropyOp(FromLogits, IgnoreClass));
    private readonly Derived<IgnoredLabelsOp?> _ignored = new(IgnoreClass is { } label ? new IgnoredLabelsOp(label) : null);

    public override string ClassName => "SparseCategoricalCrossentropy";

    public static Loss Read(ConfigReader reader) => SparseCategoricalCrossentropy(
        reader.Bool("from_logits", false), reader.OptionalInt("ignore_class"), axis: reader.Int("axis", -1));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        Tensor labels = LabelsOf(target, prediction.Shape);
        Tensor losses = LogitsBehind.Run(
            _op.Value, FromLogits ? ProbabilityFunction.None : ProbabilityFunction.Softmax, labels, LossAxis.ToLast(prediction, Axis));
        CheckBatch(labels, prediction.Shape, MaskOf(prediction, losses.Shape));
        return losses;
    }

    // Labels that have the axis of the classes, of length 1, have it last.
    private Tensor LabelsOf(Tensor target, Shape prediction) =>
        target.Rank == prediction.Rank && !LossAxis.IsLast(prediction, Axis) ? LossAxis.ToLast(target, Axis) : target;

    private protected override string LossName => _op.Value.Name;

    private protected override Tensor? WeightsOf(Tensor target, Tensor losses, Tensor? mask, Tensor? sampleWeight)
    {
        if (_ignored.Value is not { } op) return base.WeightsOf(target, losses, mask, sampleWeight);
        if (target.Rank > losses.Rank) target = LossAxis.ToLast(target, Axis);
        mask = mask is null ? Tape.Run(op, target) : Tape.Run(op, target, mask);
        return base.WeightsOf(target, losses, mask, sampleWeight);
    }

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["ignore_class"]) = (FromLogits, IgnoreClass);
        config["axis"] = Axis;
    }
}
