namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of max(1 - target·prediction, 0)², for targets -1 and 1, or 0 and 1.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric SquaredHinge(string name = "squared_hinge") => new SquaredHingeMetric(name);
}

/// <summary>The mean of max(1 - target·prediction, 0)², for targets -1 and 1, or 0 and 1.</summary>
internal sealed class SquaredHingeMetric(string name) : LossMetric(Loss.SquaredHinge(), name)
{
    public override string ClassName => "SquaredHinge";
}
