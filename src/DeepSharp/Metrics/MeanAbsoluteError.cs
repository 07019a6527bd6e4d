namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The mean of |target - prediction|.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric MeanAbsoluteError(string name = "mean_absolute_error") => new MeanAbsoluteErrorMetric(name);
}

/// <summary>The mean of |target - prediction|.</summary>
internal sealed class MeanAbsoluteErrorMetric(string name) : MeanMetric(name)
{
    public override string ClassName => "MeanAbsoluteError";

    public override bool? LargerIsBetter => false;

    protected override Shape RowShape(Shape target, Shape prediction) => LossShapes.Elementwise(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => Sum(target, prediction) / target.Length;

    private static double Sum(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
    {
        double sum = 0;
        for (int i = 0; i < target.Length; i++) sum += Math.Abs((double)target[i] - prediction[i]);
        return sum;
    }
}
