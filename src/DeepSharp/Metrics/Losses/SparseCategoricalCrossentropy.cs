using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of the cross-entropy of class labels.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the softmax, instead of probabilities.</param>
    /// <param name="ignoreClass">
    /// A label whose samples cost nothing; they count in the mean unless there are weights or a mask, as in Keras.
    /// </param>
    /// <param name="axis">The axis of the classes; negative ones count from the end.</param>
    public static Metric SparseCategoricalCrossentropy(
        string name = "sparse_categorical_crossentropy", bool fromLogits = false, int? ignoreClass = null, int axis = -1) =>
        new SparseCategoricalCrossentropyMetric(name, fromLogits, ignoreClass, axis);
}

/// <summary>The mean of the cross-entropy of class labels.</summary>
internal sealed class SparseCategoricalCrossentropyMetric(string name, bool fromLogits, int? ignoreClass, int axis)
    : LossMetric(Loss.SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis: axis), name)
{
    public override string ClassName => "SparseCategoricalCrossentropy";

    public static Metric Read(ConfigReader reader) => SparseCategoricalCrossentropy(
        fromLogits: reader.Bool("from_logits", false), ignoreClass: reader.OptionalInt("ignore_class"), axis: reader.Int("axis", -1));

    private protected override bool IsLeftOut(Tensor target, int place) => ignoreClass is { } label && target.Span[place] == label;

    protected override void WriteConfig(JsonObject config) =>
        (config["from_logits"], config["ignore_class"], config["axis"]) = (fromLogits, ignoreClass, axis);
}
