namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of rows whose largest value is where the one-hot target has its own.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric CategoricalAccuracy(string name = "categorical_accuracy") => new CategoricalAccuracyMetric(name);
}

/// <summary>The share of rows whose largest value is where the one-hot target has its own.</summary>
internal sealed class CategoricalAccuracyMetric(string name) : MeanMetric(name)
{
    public override string ClassName => "CategoricalAccuracy";

    public override bool? LargerIsBetter => true;

    protected override Shape RowShape(Shape target, Shape prediction) => MetricShapes.Rows(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) =>
        Ranking.Names(prediction, Ranking.Best(target)) ? 1 : 0;
}
