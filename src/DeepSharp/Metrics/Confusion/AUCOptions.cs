using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What <see cref="Metric.AUC"/> was made with, checked.</summary>
internal sealed class AUCOptions
{
    private static readonly NameTable<AUCCurve> s_curves = new(
        "curve", ("ROC", AUCCurve.ROC), ("roc", AUCCurve.ROC), ("PR", AUCCurve.PR), ("pr", AUCCurve.PR), ("PRGAIN", AUCCurve.PRGain),
        ("prgain", AUCCurve.PRGain));

    private static readonly NameTable<AUCSummationMethod> s_methods = new(
        "summation method", ("interpolation", AUCSummationMethod.Interpolation), ("Interpolation", AUCSummationMethod.Interpolation),
        ("majoring", AUCSummationMethod.Majoring), ("Majoring", AUCSummationMethod.Majoring),
        ("minoring", AUCSummationMethod.Minoring), ("Minoring", AUCSummationMethod.Minoring));

    private readonly float[]? _given;

    public AUCOptions(
        int numThresholds, AUCCurve curve, AUCSummationMethod summationMethod, double[]? thresholds, bool multiLabel, int? numLabels,
        double[]? labelWeights, bool fromLogits)
    {
        Known(curve);
        Known(summationMethod);
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
            IEnumerable<float> inner = _given ?? Enumerable.Range(1, NumThresholds - 2).Select(i => (float)((double)i / (NumThresholds - 1)));
            return [-1e-7f, .. inner, 1f + 1e-7f];
        }
    }

    public static AUCOptions Read(ConfigReader reader) => new(
        reader.Int("num_thresholds", 200), s_curves[reader.String("curve", "ROC")!],
        s_methods[reader.String("summation_method", "interpolation")!], Numbers(reader, "thresholds"), reader.Bool("multi_label", false),
        reader.OptionalInt("num_labels"), Numbers(reader, "label_weights"), reader.Bool("from_logits", false));

    public void Write(JsonObject config)
    {
        config["num_thresholds"] = NumThresholds;
        config["curve"] = s_curves.Names.First(name => s_curves[name] == Curve && char.IsUpper(name[0]));
        config["summation_method"] = s_methods.Names.First(name => s_methods[name] == SummationMethod && char.IsLower(name[0]));
        (config["multi_label"], config["num_labels"], config["from_logits"]) = (MultiLabel, NumLabels, FromLogits);
        config["label_weights"] = LabelWeights is { } weights ? List(weights) : null;
        if (_given is not null) config["thresholds"] = List(_given);
    }

    private static JsonArray List(float[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private static double[]? Numbers(ConfigReader reader, string key) =>
        reader.Node(key) is null ? null : Array.ConvertAll(reader.Floats(key), value => (double)value);

    private static void Known<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        if (Enum.IsDefined(value)) return;
        throw new ArgumentOutOfRangeException(
            nameof(value), $"AUC: expected one of {string.Join(", ", Enum.GetNames<TEnum>())} but got {value}.");
    }
}
