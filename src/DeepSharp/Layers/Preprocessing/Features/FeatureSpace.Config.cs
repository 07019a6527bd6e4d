using System.Text.Json.Nodes;

namespace DeepSharp;

// The space as Keras writes it, with what its layers learned: vocabularies in their configs, and weights beside.
public sealed partial class FeatureSpace
{
    /// <summary>Keras's config of the space, and the weights of its layers.</summary>
    public JsonObject ToConfig()
    {
        var features = new JsonObject();
        var weights = new JsonObject();
        foreach ((string name, Feature feature) in _features)
        {
            features[name] = feature.ToConfig();
            if (feature.Preprocessor.Weights.Count == 0) continue;
            var values = new JsonObject();
            foreach (Variable weight in feature.Preprocessor.Weights) values[weight.Name] = NestedNumbers.Write(weight.Value);
            weights[name] = values;
        }

        return new JsonObject
        {
            ["module"] = "keras.utils",
            ["class_name"] = "FeatureSpace",
            ["config"] = new JsonObject
            {
                ["name"] = Name,
                ["features"] = features,
                ["output_mode"] = OutputMode,
                ["crosses"] = new JsonArray([.. _crosses.Select(cross => cross.ToConfig())]),
                ["crossing_dim"] = _sizes.CrossingBins,
                ["hashing_dim"] = _sizes.HashingBins,
                ["num_discretization_bins"] = _sizes.DiscretizationBins,
                ["is_adapted"] = _isAdapted,
                ["weights"] = weights,
            },
            ["registered_name"] = null,
        };
    }

    /// <summary>Makes a space from what <see cref="ToConfig"/> wrote.</summary>
    /// <exception cref="FormatException">It is no config of a space.</exception>
    /// <exception cref="ArgumentException">A class of a layer is unknown, or options do not go together.</exception>
    public static FeatureSpace FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ConfigGuard.Read("feature space", () => Read(config));
    }

    private static FeatureSpace Read(JsonNode config)
    {
        (string className, JsonObject parameters) = ConfigSchema.Unwrap(config, "FeatureSpace");
        if (className != "FeatureSpace") throw new FormatException($"FeatureSpace: expected the class FeatureSpace but got {className}.");
        var reader = new ConfigReader(parameters, "FeatureSpace");
        if (reader.Node("features") is not JsonObject features) throw reader.Wrong("features", "an object", reader.Node("features"));
        var read = new Dictionary<string, Feature>();
        foreach ((string name, JsonNode? node) in features)
        {
            read[name] = node is JsonValue word && word.TryGetValue(out string? kind) ? kind : Feature.FromConfig(node, name);
        }

        var space = new FeatureSpace(
            read, reader.String("output_mode", "concat")!, [.. (reader.OptionalList("crosses") ?? []).Select(FeatureCross.FromConfig)],
            reader.Int("crossing_dim", 32), reader.Int("hashing_dim", 32), reader.Int("num_discretization_bins", 32),
            reader.String("name"));
        JsonNode? weights = reader.Node("weights");
        space._isAdapted = reader.Bool("is_adapted", false);
        reader.End();
        if (weights is null) return space;
        if (weights is not JsonObject byFeature) throw reader.Wrong("weights", "an object", weights);
        foreach ((string name, JsonNode? values) in byFeature) space.SetWeights(name, values);
        return space;
    }

    private void SetWeights(string name, JsonNode? values)
    {
        if (!_features.TryGetValue(name, out Feature? feature) || values is not JsonObject byWeight)
        {
            throw new FormatException($"{Who}: expected weights of features but the config has some of '{NearestName.Shown(name)}'.");
        }

        feature.Preprocessor.Build([Shape.Any, 1]);
        var reader = new ConfigReader(byWeight, $"{Who}, '{name}'");
        Tensor[] read =
        [
            .. feature.Preprocessor.Weights.Select(weight =>
                NestedNumbers.Read(reader, weight.Name) is { } value && value.Shape == weight.Shape
                ? value : throw reader.Wrong(weight.Name, $"values of shape {weight.Shape}", reader.Node(weight.Name))),
        ];
        reader.End();
        feature.Preprocessor.SetWeights(read);
    }
}
