using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean over yes and no, or one of them, of TP / (TP + FP + FN), for probabilities.</summary>
    /// <remarks>Weights of samples count in whole numbers, as in Keras: fractions are cut off.</remarks>
    /// <param name="targetClassIds">0 for no and 1 for yes; null for both.</param>
    /// <param name="threshold">From which on a prediction is a yes.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public static Metric BinaryIoU(int[]? targetClassIds = null, double threshold = 0.5, string name = "binary_io_u") =>
        new BinaryIoUMetric(
            new IoUOptions(2, targetClassIds ?? [0, 1]).Checked("BinaryIoU"), OptionNumber.Finite("BinaryIoU", threshold), name);
}

/// <summary>The mean over yes and no, or one of them, of TP / (TP + FP + FN), for probabilities.</summary>
internal sealed class BinaryIoUMetric(IoUOptions options, float threshold, string name) : ClassOverlap(options, name)
{
    public override string ClassName => "BinaryIoU";

    public static Metric Read(ConfigReader reader) => BinaryIoU(
        reader.Has("target_class_ids") ? reader.Ints("target_class_ids") : null, reader.Float("threshold", 0.5f));

    private protected override float ClassOf(float prediction) => float.IsNaN(prediction) ? -1f : prediction >= threshold ? 1f : 0f;

    protected override void WriteConfig(JsonObject config)
    {
        config["target_class_ids"] = IoUOptions.List(Options.Targets);
        config["threshold"] = threshold;
    }
}
