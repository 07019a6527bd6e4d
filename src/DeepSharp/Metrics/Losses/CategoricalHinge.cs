namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of max(1 + the largest wrong score - the right score, 0); targets are one-hot rows.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric CategoricalHinge(string name = "categorical_hinge") => new CategoricalHingeMetric(name);
}

/// <summary>The mean of max(1 + the largest wrong score - the right score, 0); targets are one-hot rows.</summary>
internal sealed class CategoricalHingeMetric(string name) : LossMetric(Loss.CategoricalHinge(), name)
{
    public override string ClassName => "CategoricalHinge";
}
