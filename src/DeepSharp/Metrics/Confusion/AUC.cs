using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>
    /// The area under a curve that thresholds from 0 to 1 draw: 1 for a perfect order of predictions, 0.5 (of ROC) for chance.
    /// </summary>
    /// <remarks>
    /// Between thresholds the curve is guessed: choose <paramref name="thresholds"/> where predictions lie, or more of them. Predictions
    /// are probabilities, unless <paramref name="fromLogits"/>.
    /// </remarks>
    /// <param name="numThresholds">How many thresholds, evenly from 0 to 1; 2 or more.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="summationMethod">How the area between two thresholds is added up.</param>
    /// <param name="name">What logs call it.</param>
    /// <param name="thresholds">The thresholds between 0 and 1, instead of a number of them; null for that.</param>
    /// <param name="multiLabel">Whether each column has its own curve, of whose areas the result is the mean.</param>
    /// <param name="numLabels">Columns, where there are curves for each; null to see from the first batch.</param>
    /// <param name="labelWeights">How much each column counts; null for 1.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
    /// <exception cref="ArgumentException">Labels are given where there is one curve, or not as many weights as labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example><code>
    /// model.Compile("adam", "binary_crossentropy", metrics: [Metric.AUC(), Metric.AUC(curve: "PR", name: "pr")]);
    /// </code></example>
    public static Metric AUC(
        int numThresholds = 200, AUCCurve curve = default, AUCSummationMethod summationMethod = default,
        string name = "auc", double[]? thresholds = null, bool multiLabel = false, int? numLabels = null, double[]? labelWeights = null,
        bool fromLogits = false) =>
        new AUCMetric(
            new AUCOptions(numThresholds, curve, summationMethod, thresholds, multiLabel, numLabels, labelWeights, fromLogits), name);
}

/// <summary>The area under a curve that thresholds from 0 to 1 draw.</summary>
internal sealed class AUCMetric(AUCOptions options, string name)
    : ConfusionMetric(name, new ConfusionCounts(options.AllThresholds, options.MultiLabel ? options.NumLabels ?? 0 : 1))
{
    public override string ClassName => "AUC";

    public override double Result
    {
        get
        {
            double sum = 0, weights = 0;
            for (int label = 0; label < Counts.Labels; label++)
            {
                double weight = options.MultiLabel && options.LabelWeights is { } given ? given[label] : 1;
                (sum, weights) = (sum + weight * AUCSum.Of(Counts, label, options.Curve, options.SummationMethod), weights + weight);
            }

            return weights == 0 ? 0 : sum / weights;
        }
    }

    public static Metric Read(ConfigReader reader) => new AUCMetric(AUCOptions.Read(reader), "auc");

    private protected override void Require(Shape prediction)
    {
        if (options.MultiLabel && prediction.Rank != 2)
        {
            throw new ShapeException($"expected predictions of rank 2, (batch, labels), for multiLabel but got {prediction}.");
        }

        int labels = prediction.Rank > 1 ? prediction[^1] : 1;
        bool fits = !options.MultiLabel || options.NumLabels is not { } count || count == labels;
        if (!fits) throw new ShapeException($"expected predictions of {options.NumLabels} labels but got {prediction}.");
        if (options.LabelWeights is { } weights && weights.Length != labels)
        {
            throw new ShapeException(
                $"expected predictions of {weights.Length} labels, one for each of labelWeights, but got {prediction}.");
        }
    }

    private protected override void BeginBatch(int width)
    {
        if (options.MultiLabel) Counts.Build(width);
    }

    private protected override void Add(bool isYes, float prediction, double weight, int column)
    {
        if (options.FromLogits) prediction = 1f / (1f + MathF.Exp(-prediction));
        if (options.MultiLabel) Counts.Add(isYes, prediction, weight, column);
        else Counts.Add(isYes, prediction, options.LabelWeights is { } weights ? weight * weights[column] : weight);
    }

    protected override void WriteConfig(JsonObject config) => options.Write(config);
}
