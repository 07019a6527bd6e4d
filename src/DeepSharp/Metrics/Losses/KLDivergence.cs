namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of Σ target·log(target / prediction), of probabilities.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric KLDivergence(string name = "kl_divergence") => new KLDivergenceMetric(name);
}

/// <summary>The mean of Σ target·log(target / prediction), of probabilities.</summary>
internal sealed class KLDivergenceMetric(string name) : LossMetric(Loss.KLDivergence(), name)
{
    public override string ClassName => "KLDivergence";
}
