namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of values that are equal to their targets.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric Accuracy(string name = "accuracy") => new AccuracyMetric(name);
}

/// <summary>The share of values that are equal to their targets.</summary>
internal sealed class AccuracyMetric(string name) : MeanMetric(name)
{
    public override string ClassName => "Accuracy";

    public override bool? LargerIsBetter => true;

    protected override Shape RowShape(Shape target, Shape prediction) => MetricShapes.Same(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => target[0] == prediction[0] ? 1 : 0;
}
