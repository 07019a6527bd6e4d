namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of (target - prediction)².</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric MeanSquaredError(string name = "mean_squared_error") => new MeanSquaredErrorMetric(name);
}

/// <summary>The mean of (target - prediction)².</summary>
internal sealed class MeanSquaredErrorMetric(string name) : MeanMetric(name)
{
    public override string ClassName => "MeanSquaredError";

    public override bool? LargerIsBetter => false;

    protected override Shape RowShape(Shape target, Shape prediction) => LossShapes.Elementwise(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => Sum(target, prediction) / target.Length;

    private static double Sum(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
    {
        double sum = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double difference = (double)target[i] - prediction[i];
            sum += difference * difference;
        }

        return sum;
    }
}
