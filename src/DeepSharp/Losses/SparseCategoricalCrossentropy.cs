using System.Globalization;
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
    /// <param name="name">Keras's name, or another.</param>
    public static Loss SparseCategoricalCrossentropy(
        bool fromLogits = false, int? ignoreClass = null, Reduction reduction = Reduction.SumOverBatchSize,
        string name = "sparse_categorical_crossentropy") =>
        new SparseCategoricalCrossentropyLoss(fromLogits, ignoreClass, reduction, name);
}

/// <summary>-log of the probability of the right class; targets are class labels, (batch,) or (batch, 1).</summary>
internal sealed record SparseCategoricalCrossentropyLoss(bool FromLogits, int? IgnoreClass, Reduction Reduction, string Name)
    : Loss(Reduction, Name)
{
    private readonly SparseCrossEntropyOp _op = new(FromLogits, IgnoreClass);
    private readonly IgnoredLabelsOp? _ignored = IgnoreClass is { } label ? new IgnoredLabelsOp(label) : null;

    public override string ClassName => "SparseCategoricalCrossentropy";

    public static Loss Read(ConfigReader reader)
    {
        LossAxis.ReadLast(reader);
        return SparseCategoricalCrossentropy(reader.Bool("from_logits", false), reader.OptionalInt("ignore_class"));
    }

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        Tensor losses = LogitsBehind.Run(_op, FromLogits ? ProbabilityFunction.None : ProbabilityFunction.Softmax, target, prediction);
        CheckBatch(target, prediction.Shape, MaskOf(prediction, losses.Shape));
        return losses;
    }

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        int classes = prediction.Rank == 0 ? Shape.Any : prediction[^1];
        if (classes == Shape.Any) return;
        if (classes > ValueChecks.LargestLabel)
        {
            throw new ArgumentException(
                $"{method}: expected at most {ValueChecks.LargestLabel} classes for {Name}, since labels are floats, which hold whole " +
                $"numbers up to there, but the predictions have shape {prediction}.");
        }

        if (classes == 1) throw OneClass(method, Name, prediction);

        // What a mask leaves out may be anything, and which that is shows in the steps only.
        if (mayHaveMask) return;
        if (TargetScan.First(targets, labels => ValueChecks.FirstInvalidLabel(labels, classes, IgnoreClass)) is not { } invalid) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{method}: expected labels that are whole numbers from 0 to {classes - 1} for {Name} and predictions of shape {prediction}, " +
            $"but sample {invalid.Sample} of y has {invalid.Value}. Correct the labels, or give the last layer more units."));
    }

    internal override bool IsOverClasses => true;

    private protected override int FirstInvalid(ReadOnlySpan<float> targets, int classes) =>
        ValueChecks.FirstInvalidLabel(targets, classes, IgnoreClass);

    private protected override ValueException Invalid(Tensor target, Shape prediction, int place) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{_op.Name}: expected labels that are whole numbers from 0 to {prediction[^1] - 1}, for predictions of shape {prediction}, but " +
            $"label {place} of the batch is {target.Span[place]}. Correct the labels, or give the last layer more units."));

    private protected override Tensor? WeightsOf(Tensor target, Tensor? mask, Tensor? sampleWeight)
    {
        if (_ignored is null) return base.WeightsOf(target, mask, sampleWeight);
        mask = mask is null ? Tape.Run(_ignored, target) : Tape.Run(_ignored, target, mask);
        return base.WeightsOf(target, mask, sampleWeight);
    }

    // The ops follow from the parameters and take no part in equality.
    public bool Equals(SparseCategoricalCrossentropyLoss? other) =>
        other is not null
        && (FromLogits, IgnoreClass, Reduction, Name) == (other.FromLogits, other.IgnoreClass, other.Reduction, other.Name);

    public override int GetHashCode() => HashCode.Combine(FromLogits, IgnoreClass, Reduction, Name);

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["ignore_class"]) = (FromLogits, IgnoreClass);
        config["axis"] = -1;
    }
}
