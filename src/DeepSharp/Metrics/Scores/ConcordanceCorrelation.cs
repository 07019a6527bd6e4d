namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean concordance correlation of target and prediction along an axis (Lin 1989): 1 only where they are equal.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which the values lie that are compared; negative ones count from the end.</param>
    public static Metric ConcordanceCorrelation(string name = "concordance_correlation", int axis = -1) =>
        new ConcordanceCorrelationMetric(name, axis);
}

/// <summary>The mean concordance correlation of target and prediction along an axis (Lin 1989): 1 only where they are equal.</summary>
internal sealed class ConcordanceCorrelationMetric(string name, int axis) : CorrelationMetric(name, axis)
{
    public override string ClassName => "ConcordanceCorrelation";

    public static Metric Read(ConfigReader reader) => ConcordanceCorrelation(axis: reader.Int("axis", -1));

    protected override Tensor Correlation(Tensor target, Tensor prediction)
    {
        // As Keras has it: the mean of the prediction is taken off both.
        Tensor y = Tape.Run(s_keptMean, target), p = Tape.Run(s_keptMean, prediction);
        Tensor norm = Tape.Run(s_mean, (target - y).Square()) + Tape.Run(s_mean, (prediction - p).Square()) + Tape.Run(
            s_mean, (y - p).Square());
        return Tape.Run(s_mean, (target - p) * (prediction - p)) * 2.0 / (norm + 1e-7);
    }
}
