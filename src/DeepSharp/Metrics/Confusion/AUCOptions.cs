using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What <see cref="Metric.AUC"/> was made with, checked.</summary>
internal sealed class AUCOptions
{
    private readonly float[]? _given;

    public AUCOptions(
        int numThresholds, AUCCurve curve, AUCSummationMethod summationMethod, double[]? thresholds, bool multiLabel, int? numLabels,
        double[]? labelWeights, bool fromLogits)
    {
        if (thresholds is null && numThresholds < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(numThresholds), $"AUC: expected numThresholds of 2 or more but got {numThresholds}.");
        }

        if (!multiLabel && numLabels is not null and not 0)
        {
            throw new ArgumentException($"AUC: expected no numLabels but got {numLabels}, since multiLabel is false.", nameof(numLabels));
        }

        if (numLabels < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(numLabels), $"AUC: expected numLabels of 1 or more but got {numLabels}.");
        }

        if (numLabels is > 0 && labelWeights is not null && labelWeights.Length != numLabels)
        {
            throw new ArgumentException($"AUC: expected {numLabels} labelWeights but got {labelWeights.Length}.", nameof(labelWeights));
        }

        _given = thresholds is null ? null : [.. ((Thresholds)thresholds).Checked("AUC").Order()];
        NumThresholds = _given is null ? numThresholds : _given.Length + 2;
        (Curve, SummationMethod, MultiLabel, FromLogits) = (curve, summationMethod, multiLabel, fromLogits);
        NumLabels = numLabels is 0 ? null : numLabels;
        LabelWeights = labelWeights is null ? null
            : Array.ConvertAll(labelWeights, weight => OptionNumber.Finite("AUC", weight, nameof(labelWeights)));
    }

    public int NumThresholds { get; }

    public AUCCurve Curve { get; }

    public AUCSummationMethod SummationMethod { get; }

    public bool MultiLabel { get; }

    public int? NumLabels { get; }

    public float[]? LabelWeights { get; }

    public bool FromLogits { get; }

    /// <summary>With one below 0 and one above 1, so that both ends of the curve are there.</summary>
    public float[] AllThresholds
    {
        get
        {
            IEnumerable<float> inner = _given
                ?? Enumerable.Range(1, NumThresholds - 2).Select(i => (float)((double)i / (NumThresholds - 1)));
            return [-1e-7f, .. inner, 1f + 1e-7f];
        }
    }

    public static AUCOptions Read(ConfigReader reader) => new(
        reader.Int("num_thresholds", 200), reader.String("curve", "ROC")!, reader.String("summation_method", "interpolation")!,
        Numbers(reader, "thresholds"), reader.Bool("multi_label", false),
        reader.OptionalInt("num_labels"), Numbers(reader, "label_weights"), reader.Bool("from_logits", false));

    public void Write(JsonObject config)
    {
        config["num_thresholds"] = NumThresholds;
        config["curve"] = Curve.Name;
        config["summation_method"] = SummationMethod.Name;
        (config["multi_label"], config["num_labels"], config["from_logits"]) = (MultiLabel, NumLabels, FromLogits);
        config["label_weights"] = LabelWeights is { } weights ? List(weights) : null;
        if (_given is not null) config["thresholds"] = List(_given);
    }

    private static JsonArray List(float[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private static double[]? Numbers(ConfigReader reader, string key) =>
        reader.Node(key) is null ? null : Array.ConvertAll(reader.Floats(key), value => (double)value);
}
