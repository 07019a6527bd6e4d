namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of max(1 - target·prediction, 0), for targets -1 and 1, or 0 and 1.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric Hinge(string name = "hinge") => new HingeMetric(name);
}

/// <summary>The mean of max(1 - target·prediction, 0), for targets -1 and 1, or 0 and 1.</summary>
internal sealed class HingeMetric(string name) : LossMetric(Loss.Hinge(), name)
{
    public override string ClassName => "Hinge";
}
