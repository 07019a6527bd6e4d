using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// (1 - p^q)/q with p the probability of the right class: between cross-entropy (q near 0) and absolute error (q near 1), so that wrong
    /// labels do less harm (Zhang and Sabuncu 2018). Targets are class labels, (batch,) or (batch, 1).
    /// </summary>
    /// <param name="q">Between 0 and 1, both left out.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not between 0 and 1.</exception>
    public static Loss CategoricalGeneralizedCrossEntropy(
        double q = 0.5, Reduction reduction = default, string name = "categorical_generalized_cross_entropy") =>
        new CategoricalGeneralizedCrossEntropyLoss(
            OptionNumber.Where((float)q is > 0 and < 1, "CategoricalGeneralizedCrossEntropy", q, "a q between 0 and 1"), reduction, name);
}

/// <summary>(1 - p^q)/q with p the probability of the right class.</summary>
internal sealed record CategoricalGeneralizedCrossEntropyLoss(float Q, Reduction Reduction, string Name)
    : LabelLoss(null, -1, Reduction, Name)
{
    private readonly Derived<GeneralizedCrossEntropyOp> _op = new(new GeneralizedCrossEntropyOp(Q));

    public override string ClassName => "CategoricalGeneralizedCrossEntropy";

    private protected override string LossName => _op.Value.Name;

    public static Loss Read(ConfigReader reader) => CategoricalGeneralizedCrossEntropy(reader.Float("q", 0.5f));

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        Tensor losses = Tape.Run(_op.Value, target, prediction);
        CheckBatch(target, prediction.Shape, MaskOf(prediction, losses.Shape));
        return losses;
    }

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["q"] = Q;
    }
}
