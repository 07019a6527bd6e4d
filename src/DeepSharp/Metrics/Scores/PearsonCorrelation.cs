namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean Pearson correlation of target and prediction along an axis: 1 where one is a rising line of the other.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which the values lie that are compared; negative ones count from the end.</param>
    public static Metric PearsonCorrelation(string name = "pearson_correlation", int axis = -1) => new PearsonCorrelationMetric(name, axis);
}

/// <summary>The mean Pearson correlation of target and prediction along an axis: 1 where one is a rising line of the other.</summary>
internal sealed class PearsonCorrelationMetric(string name, int axis) : CorrelationMetric(name, axis)
{
    public override string ClassName => "PearsonCorrelation";

    public static Metric Read(ConfigReader reader) => PearsonCorrelation(axis: reader.Int("axis", -1));

    protected override Tensor Correlation(Tensor target, Tensor prediction)
    {
        Tensor y = Centered(target), p = Centered(prediction);
        Tensor deviations = Tape.Run(s_mean, y.Square()).Sqrt() * Tape.Run(s_mean, p.Square()).Sqrt();
        return Tape.Run(s_mean, y * p) / deviations;
    }
}
