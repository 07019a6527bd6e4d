using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of the cross-entropy of one-hot rows.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is spread evenly over all classes, 0 to 1.</param>
    /// <param name="axis">The axis of the classes; negative ones count from the end.</param>
    public static Metric CategoricalCrossentropy(
        string name = "categorical_crossentropy", bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
        new CategoricalCrossentropyMetric(name, fromLogits, labelSmoothing, axis);
}

/// <summary>The mean of the cross-entropy of one-hot rows.</summary>
internal sealed class CategoricalCrossentropyMetric(string name, bool fromLogits, double labelSmoothing, int axis)
    : LossMetric(Loss.CategoricalCrossentropy(fromLogits, labelSmoothing, axis), name)
{
    public override string ClassName => "CategoricalCrossentropy";

    public static Metric Read(ConfigReader reader) => CategoricalCrossentropy(
        fromLogits: reader.Bool("from_logits", false), labelSmoothing: reader.Float("label_smoothing", 0f),
        axis: reader.Int("axis", -1));

    protected override void WriteConfig(JsonObject config) =>
        (config["from_logits"], config["label_smoothing"], config["axis"]) = (fromLogits, (float)labelSmoothing, axis);
}
