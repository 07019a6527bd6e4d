namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of 100·|target - prediction| / |target|.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric MeanAbsolutePercentageError(string name = "mean_absolute_percentage_error") =>
        new MeanAbsolutePercentageErrorMetric(name);
}

/// <summary>The mean of 100·|target - prediction| / |target|.</summary>
internal sealed class MeanAbsolutePercentageErrorMetric(string name) : LossMetric(Loss.MeanAbsolutePercentageError(), name)
{
    public override string ClassName => "MeanAbsolutePercentageError";
}
