namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean cosine of the angle between target and prediction: 1 where they point the same way, -1 where opposite.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which the vectors lie; negative ones count from the end.</param>
    public static Metric CosineSimilarity(string name = "cosine_similarity", int axis = -1) => new CosineSimilarityMetric(name, axis);
}

/// <summary>The mean cosine of the angle between target and prediction.</summary>
internal sealed class CosineSimilarityMetric(string name, int axis) : LossMetric(Loss.CosineSimilarity(axis), name)
{
    public override string ClassName => "CosineSimilarity";

    public override bool? LargerIsBetter => true;

    public static Metric Read(ConfigReader reader) => CosineSimilarity(axis: reader.Int("axis", -1));

    // The loss has the other sign.
    protected override Tensor Values(Tensor target, Tensor prediction) => -base.Values(target, prediction);

    protected override void WriteConfig(System.Text.Json.Nodes.JsonObject config) => config["axis"] = axis;
}
