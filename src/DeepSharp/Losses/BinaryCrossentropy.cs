using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>-t·log p - (1 - t)·log(1 - p), averaged over an axis; each output is a yes or no of its own.</summary>
    /// <remarks>
    /// What a sigmoid gave, as the activation of a layer, as a layer or as an operation, counts by its logits, as in Keras on TensorFlow:
    /// the loss stays exact and goes on learning where probabilities round to 0 and 1. Probabilities of other origin are clipped to
    /// [1e-7, 1 - 1e-7], beyond which they learn nothing.<br/>
    /// <b>Targets</b> 0 to 1. <c>Fit</c>, <c>Evaluate</c> and their kin take those from -0.1 to 1.1, as noise makes them, and refuse the
    /// rest; <see cref="Apply"/> computes the formula for any, as Keras does. What is under a mask need be no target.
    /// </remarks>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is moved to one half, 0 to 1.</param>
    /// <param name="axis">The axis that the mean is over; negative ones count from the end.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public static Loss BinaryCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction reduction = default,
        string name = "binary_crossentropy") =>
        new BinaryCrossentropyLoss(fromLogits, OptionNumber.Share("BinaryCrossentropy", labelSmoothing), axis, reduction, name);
}

/// <summary>-t·log p - (1 - t)·log(1 - p), averaged over an axis; each output is a yes or no of its own.</summary>
internal sealed record BinaryCrossentropyLoss(bool FromLogits, float LabelSmoothing, int Axis, Reduction Reduction, string Name)
    : Loss(Name, Reduction)
{
    // Beyond 0 and 1 the loss has no least value: it falls below 0 and, by more than noise, goes on falling.
    private const string Range = "from 0 to 1, or with noise from -0.1 to 1.1,";

    private const string Advice =
        "Scale the targets, write -1 and 1 as 0 and 1, or take sparse_categorical_crossentropy for class labels.";

    private readonly Derived<BinaryCrossEntropyOp> _op = new(new BinaryCrossEntropyOp(FromLogits, LabelSmoothing));

    public override string ClassName => "BinaryCrossentropy";

    public static Loss Read(ConfigReader reader) =>
        BinaryCrossentropy(reader.Bool("from_logits", false), reader.Float("label_smoothing", 0f), reader.Int("axis", -1));

    public override Tensor PerSample(Tensor target, Tensor prediction) =>
        LogitsBehind.Run(
        _op.Value, FromLogits ? ProbabilityFunction.None : ProbabilityFunction.Sigmoid, target, prediction, Axis);

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        // What a mask leaves out may be anything, and which that is shows in the steps only.
        if (mayHaveMask) return;
        if (TargetScan.First(targets, ValueChecks.FirstInvalidShare) is not { } invalid) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{method}: expected targets {Range} for {Name} but sample {invalid.Sample} of y has {invalid.Value}. {Advice}"));
    }

    private protected override int FirstInvalid(ReadOnlySpan<float> targets, int classes) => ValueChecks.FirstInvalidShare(targets);

    private protected override ValueException Invalid(Tensor target, Shape prediction, int place) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{Name}: expected targets {Range} but value {place} of the batch, of shape {target.Shape}, is {target.Span[place]}. " +
            $"{Advice}"));

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["label_smoothing"]) = (FromLogits, LabelSmoothing);
        config["axis"] = Axis;
    }
}
