using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of the binary cross-entropy.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid, instead of probabilities.</param>
    /// <param name="labelSmoothing">The share of a target that is moved to one half, 0 to 1.</param>
    public static Metric BinaryCrossentropy(
        string name = "binary_crossentropy", bool fromLogits = false, double labelSmoothing = 0) =>
        new BinaryCrossentropyMetric(name, fromLogits, labelSmoothing);
}

/// <summary>The mean of the binary cross-entropy.</summary>
internal sealed class BinaryCrossentropyMetric(string name, bool fromLogits, double labelSmoothing)
    : LossMetric(Loss.BinaryCrossentropy(fromLogits, labelSmoothing), name)
{
    public override string ClassName => "BinaryCrossentropy";

    public static Metric Read(ConfigReader reader) => BinaryCrossentropy(
        fromLogits: reader.Bool("from_logits", false), labelSmoothing: reader.Float("label_smoothing", 0f));

    protected override void WriteConfig(JsonObject config) =>
        (config["from_logits"], config["label_smoothing"]) = (fromLogits, (float)labelSmoothing);
}
