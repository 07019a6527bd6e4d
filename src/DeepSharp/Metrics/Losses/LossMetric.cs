namespace DeepSharp;

/// <summary>The mean of a loss, which is reported and not optimized.</summary>
internal abstract class LossMetric(Loss loss, string name) : ValueMetric(name)
{
    public override bool? LargerIsBetter => false;

    protected override Tensor Values(Tensor target, Tensor prediction) => loss.PerSample(target, prediction);
}
