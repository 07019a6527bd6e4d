using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean over some classes of TP / (TP + FP + FN), for labels.</summary>
    /// <remarks>Weights of samples count in whole numbers, as in Keras: fractions are cut off.</remarks>
    /// <param name="numClasses">Classes that there are.</param>
    /// <param name="targetClassIds">Those that the mean is over.</param>
    /// <param name="name">What logs call it.</param>
    /// <param name="ignoreClass">A label that is not counted; null for none.</param>
    /// <param name="sparseYTrue">Whether targets are labels, not scores or one-hot rows along the axis.</param>
    /// <param name="sparseYPred">Whether predictions are labels, not scores along the axis.</param>
    /// <param name="axis">The axis of scores or one-hot rows; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class, or there are too many for a matrix.</exception>
    public static Metric IoU(
        int numClasses, int[] targetClassIds, string name = "io_u", int? ignoreClass = null, bool sparseYTrue = true,
        bool sparseYPred = true,
        int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        return new IoUMetric(new IoUOptions(numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis).Checked("IoU"), name);
    }
}

/// <summary>The mean over some classes of TP / (TP + FP + FN), for labels.</summary>
internal sealed class IoUMetric(IoUOptions options, string name) : ClassOverlap(options, name)
{
    public override string ClassName => "IoU";

    public static Metric Read(ConfigReader reader) => IoU(
        reader.Int("num_classes"), reader.Ints("target_class_ids"), ignoreClass: reader.OptionalInt("ignore_class"),
        sparseYTrue: reader.Bool("sparse_y_true", true), sparseYPred: reader.Bool("sparse_y_pred", true), axis: reader.Int("axis", -1));

    protected override void WriteConfig(JsonObject config)
    {
        config["num_classes"] = Options.NumClasses;
        config["target_class_ids"] = IoUOptions.List(Options.Targets);
        config["ignore_class"] = Options.IgnoreClass;
        config["sparse_y_true"] = Options.SparseTarget;
        config["sparse_y_pred"] = Options.SparsePrediction;
        config["axis"] = Options.Axis;
    }
}
