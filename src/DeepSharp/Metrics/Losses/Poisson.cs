namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of prediction - target·log(prediction).</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric Poisson(string name = "poisson") => new PoissonMetric(name);
}

/// <summary>The mean of prediction - target·log(prediction).</summary>
internal sealed class PoissonMetric(string name) : LossMetric(Loss.Poisson(), name)
{
    public override string ClassName => "Poisson";
}
