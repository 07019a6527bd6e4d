using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// -cos of the angle between target and prediction along an axis: -1 where they point the same way, 1 where opposite.
    /// </summary>
    /// <param name="axis">The axis along which the vectors lie; negative ones count from the end.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss CosineSimilarity(
        int axis = -1, Reduction reduction = default, string name = "cosine_similarity") =>
        new CosineSimilarityLoss(axis, reduction, name);
}

/// <summary>-cos of the angle between target and prediction.</summary>
internal sealed record CosineSimilarityLoss(int Axis, Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly PairLossOp<CosineError> s_op = new("cosine_similarity", new CosineError(), 1);

    public override string ClassName => "CosineSimilarity";

    public static Loss Read(ConfigReader reader) => CosineSimilarity(reader.Int("axis", -1));

    // Over the samples it is one loss for each place in them.
    private protected override bool IsOverBatch => Axis != -1;

    public override Tensor PerSample(Tensor target, Tensor prediction) =>
        Tape.Run(s_op, LossAxis.ToLast(target, Axis), LossAxis.ToLast(prediction, Axis));

    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["axis"] = Axis;
    }
}
