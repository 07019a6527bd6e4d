using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>The share of values on the right side of the threshold, for outputs that are yes or no.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="threshold">Predictions above it count as yes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public static Metric BinaryAccuracy(string name = "binary_accuracy", double threshold = 0.5) =>
        new BinaryAccuracyMetric(OptionNumber.Finite("BinaryAccuracy", threshold), name);
}

/// <summary>The share of values on the right side of the threshold, for outputs that are yes or no.</summary>
internal sealed class BinaryAccuracyMetric(float threshold, string name) : MeanMetric(name)
{
    public override string ClassName => "BinaryAccuracy";

    public override bool? LargerIsBetter => true;

    public static Metric Read(ConfigReader reader) => BinaryAccuracy(threshold: reader.Float("threshold", 0.5f));

    protected override Shape RowShape(Shape target, Shape prediction) => LossShapes.Elementwise(target, prediction);

    protected override double Value(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction) => Share(target, prediction);

    protected override void WriteConfig(JsonObject config) => config["threshold"] = threshold;

    private double Share(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction)
    {
        int right = 0;
        for (int i = 0; i < target.Length; i++)
        {
            // NaN is neither yes nor no.
            if (!float.IsNaN(prediction[i]) && target[i] == (prediction[i] > threshold ? 1f : 0f)) right++;
        }

        return (double)right / target.Length;
    }
}
