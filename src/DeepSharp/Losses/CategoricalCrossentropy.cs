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
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public static Loss CategoricalCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, Reduction reduction = Reduction.SumOverBatchSize,
        string name = "categorical_crossentropy") =>
        new CategoricalCrossentropyLoss(fromLogits, OptionNumber.Share("CategoricalCrossentropy", labelSmoothing), reduction, name);
}

/// <summary>-Σ t·log p over the classes; targets are one-hot rows or probabilities, of the shape of the predictions.</summary>
internal sealed record CategoricalCrossentropyLoss(bool FromLogits, float LabelSmoothing, Reduction Reduction, string Name)
    : Loss(Reduction, Name)
{
    private readonly CategoricalCrossEntropyOp _op = new(FromLogits, LabelSmoothing);

    public override string ClassName => "CategoricalCrossentropy";

    public static Loss Read(ConfigReader reader)
    {
        LossAxis.ReadLast(reader);
        return CategoricalCrossentropy(reader.Bool("from_logits", false), reader.Float("label_smoothing", 0f));
    }

    public override Tensor PerSample(Tensor target, Tensor prediction) =>
        LogitsBehind.Run(_op, FromLogits ? ProbabilityFunction.None : ProbabilityFunction.Softmax, target, prediction);

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        if (prediction.Rank > 0 && prediction[^1] == 1) throw OneClass(method, Name, prediction);
    }

    internal override bool IsOverClasses => true;

    // The op follows from the parameters and takes no part in equality.
    public bool Equals(CategoricalCrossentropyLoss? other) =>
        other is not null
        && (FromLogits, LabelSmoothing, Reduction, Name) == (other.FromLogits, other.LabelSmoothing, other.Reduction, other.Name);

    public override int GetHashCode() => HashCode.Combine(FromLogits, LabelSmoothing, Reduction, Name);

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["label_smoothing"]) = (FromLogits, LabelSmoothing);
        config["axis"] = -1;
    }
}
