using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Features that a <see cref="FeatureSpace"/> looks at together: made by <see cref="FeatureSpace.Cross"/>, or of their names alone.</summary>
/// <example><code>FeatureCross cross = new[] { "city", "hour" };</code></example>
public sealed class FeatureCross
{
    internal FeatureCross(IReadOnlyList<string> featureNames, int? crossingDim, FeatureOutput outputMode)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        if (outputMode == FeatureOutput.Float)
        {
            throw new ArgumentException("FeatureSpace.Cross: expected outputMode int or one_hot but got float.", nameof(outputMode));
        }

        if (featureNames.Count < 2)
        {
            throw new ArgumentException(
                $"FeatureSpace.Cross: expected two features or more but got {featureNames.Count}.", nameof(featureNames));
        }

        if (crossingDim < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(crossingDim), $"FeatureSpace.Cross: expected crossingDim of 1 or more but got {crossingDim}.");
        }

        (FeatureNames, CrossingDim, OutputMode) = ([.. featureNames], crossingDim, outputMode);
    }

    /// <summary>The features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>How many bins their combinations go to; null for the number of the space.</summary>
    public int? CrossingDim { get; }

    /// <summary>What becomes of the bins: ids or rows.</summary>
    public FeatureOutput OutputMode { get; }

    /// <summary>Their names, joined: <c>city_X_hour</c>.</summary>
    public string Name => string.Join("_X_", FeatureNames);

    /// <summary>Features by their names, as rows of as many bins as the space says.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static implicit operator FeatureCross(string[] featureNames) => new(featureNames, null, FeatureOutput.OneHot);

    internal FeatureCross In(FeatureSpaceSizes sizes) => new(FeatureNames, CrossingDim ?? sizes.CrossingBins, OutputMode);

    internal JsonObject ToConfig() => new()
    {
        ["module"] = "keras.src.layers.preprocessing.feature_space",
        ["class_name"] = "Cross",
        ["config"] = new JsonObject
        {
            ["feature_names"] = new JsonArray([.. FeatureNames.Select(name => JsonValue.Create(name))]),
            ["crossing_dim"] = CrossingDim,
            ["output_mode"] = OutputMode.Name,
        },
        ["registered_name"] = "Cross",
    };

    internal static FeatureCross FromConfig(JsonNode? node)
    {
        if (node is JsonArray names) return new FeatureCross(Names(names), null, FeatureOutput.OneHot);
        (string className, JsonObject config) = ConfigSchema.Unwrap(node, "Cross");
        var reader = new ConfigReader(config, "Cross");
        if (className != "Cross") throw new FormatException($"Cross: expected the class Cross but got {className}.");
        var cross = new FeatureCross(
            Names(reader.OptionalList("feature_names") ?? []), reader.OptionalInt("crossing_dim"),
            reader.String("output_mode", "one_hot")!);
        reader.End();
        return cross;

        static string[] Names(JsonArray list) =>
            [
                .. list.Select(item => item is JsonValue value && value.TryGetValue(out string? name)
                    ? name : throw new FormatException("Cross: expected names of features.")),
            ];
    }
}
