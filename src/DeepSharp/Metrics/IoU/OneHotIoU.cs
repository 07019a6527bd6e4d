using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean over some classes of TP / (TP + FP + FN), for one-hot targets.</summary>
    /// <remarks>Weights of samples count in whole numbers, as in Keras: fractions are cut off.</remarks>
    /// <param name="numClasses">Classes that there are.</param>
    /// <param name="targetClassIds">Those that the mean is over.</param>
    /// <param name="name">What logs call it.</param>
    /// <param name="ignoreClass">A label that is not counted; null for none.</param>
    /// <param name="sparseYPred">Whether predictions are labels, not scores along the axis.</param>
    /// <param name="axis">The axis of scores or one-hot rows; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class, or there are too many for a matrix.</exception>
    public static Metric OneHotIoU(
        int numClasses, int[] targetClassIds, string name = "one_hot_io_u", int? ignoreClass = null, bool sparseYPred = false,
        int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(targetClassIds);
        return new OneHotIoUMetric(
            new IoUOptions(numClasses, targetClassIds, ignoreClass, false, sparseYPred, axis).Checked("OneHotIoU"), name);
    }
}

/// <summary>The mean over some classes of TP / (TP + FP + FN), for one-hot targets.</summary>
internal sealed class OneHotIoUMetric(IoUOptions options, string name) : ClassOverlap(options, name)
{
    public override string ClassName => "OneHotIoU";

    public static Metric Read(ConfigReader reader) => OneHotIoU(
        reader.Int("num_classes"), reader.Ints("target_class_ids"), ignoreClass: reader.OptionalInt("ignore_class"),
        sparseYPred: reader.Bool("sparse_y_pred", false), axis: reader.Int("axis", -1));

    protected override void WriteConfig(JsonObject config)
    {
        config["num_classes"] = Options.NumClasses;
        config["target_class_ids"] = IoUOptions.List(Options.Targets);
        config["ignore_class"] = Options.IgnoreClass;
        config["sparse_y_pred"] = Options.SparsePrediction;
        config["axis"] = Options.Axis;
    }
}
