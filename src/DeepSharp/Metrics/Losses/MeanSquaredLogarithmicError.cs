namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of (log(1 + target) - log(1 + prediction))².</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric MeanSquaredLogarithmicError(string name = "mean_squared_logarithmic_error") =>
        new MeanSquaredLogarithmicErrorMetric(name);
}

/// <summary>The mean of (log(1 + target) - log(1 + prediction))².</summary>
internal sealed class MeanSquaredLogarithmicErrorMetric(string name) : LossMetric(Loss.MeanSquaredLogarithmicError(), name)
{
    public override string ClassName => "MeanSquaredLogarithmicError";
}
