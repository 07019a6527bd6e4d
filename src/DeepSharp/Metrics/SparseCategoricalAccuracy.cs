namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of rows whose largest value is at the label.</summary>
    /// <param name="name">What logs call it.</param>
    public static Metric SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") =>
        new SparseCategoricalAccuracyMetric(name);
}

/// <summary>The share of rows whose largest value is at the label.</summary>
internal sealed class SparseCategoricalAccuracyMetric(string name) : MeanMetric(name)
{
    public override string ClassName => "SparseCategoricalAccuracy";

    public override bool? LargerIsBetter => true;

    protected override Shape RowShape(Shape target, Shape prediction) => LossShapes.Labels(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) =>
        Ranking.Names(prediction, target[0]) ? 1 : 0;
}
