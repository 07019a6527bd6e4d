using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>-log of the probability of the right class; targets are class labels, (batch,) or (batch, 1).</summary>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="ignoreClass">A label whose samples cost nothing, such as -1 for unknown; null for none.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss SparseCategoricalCrossentropy(
        bool fromLogits = false, int? ignoreClass = null, Reduction reduction = Reduction.SumOverBatchSize, string name = "sparse_categorical_crossentropy") =>
        new SparseCategoricalCrossentropyLoss(fromLogits, ignoreClass, reduction, name);
}

/// <summary>-log of the probability of the right class; targets are class labels, (batch,) or (batch, 1).</summary>
internal sealed record SparseCategoricalCrossentropyLoss(bool FromLogits, int? IgnoreClass, Reduction Reduction, string Name) : Loss(Reduction, Name)
{
    private readonly SparseCrossEntropyOp _op = new(FromLogits, IgnoreClass);

    public override string ClassName => "SparseCategoricalCrossentropy";

    public static Loss Read(ConfigReader reader)
    {
        if (reader.Int("axis", -1) is not -1 and var axis) throw new NotSupportedException($"{reader.Owner}: expected the axis -1, the only one supported, but the config says {axis}.");
        return SparseCategoricalCrossentropy(reader.Bool("from_logits", false), reader.OptionalInt("ignore_class"));
    }

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(_op, target, prediction);

    // The op follows from the parameters and takes no part in equality.
    public bool Equals(SparseCategoricalCrossentropyLoss? other) => other is not null && (FromLogits, IgnoreClass) == (other.FromLogits, other.IgnoreClass) && (Reduction, Name) == (other.Reduction, other.Name);

    public override int GetHashCode() => HashCode.Combine(FromLogits, IgnoreClass, Reduction, Name);

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (config["from_logits"], config["ignore_class"]) = (FromLogits, IgnoreClass);
        config["axis"] = -1;
    }
}
