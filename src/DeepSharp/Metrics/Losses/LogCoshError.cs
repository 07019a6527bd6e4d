namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of log cosh(prediction - target).</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric LogCoshError(string name = "logcosh") => new LogCoshErrorMetric(name);
}

/// <summary>The mean of log cosh(prediction - target).</summary>
internal sealed class LogCoshErrorMetric(string name) : LossMetric(Loss.LogCosh(), name)
{
    public override string ClassName => "LogCoshError";
}
