namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The root of the mean of (target - prediction)².</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric RootMeanSquaredError(string name = "root_mean_squared_error") => new RootMeanSquaredErrorMetric(name);
}

/// <summary>The root of the mean of (target - prediction)².</summary>
internal sealed class RootMeanSquaredErrorMetric(string name) : ValueMetric(name)
{
    public override string ClassName => "RootMeanSquaredError";

    public override bool? LargerIsBetter => false;

    public override double Result => Math.Sqrt(base.Result);

    // Keras's squares carry no mask.
    private protected override bool UsesMask => false;

    protected override Tensor Values(Tensor target, Tensor prediction)
    {
        LossShapes.Elementwise(target.Shape, prediction.Shape);
        return (prediction - target).Square();
    }
}
