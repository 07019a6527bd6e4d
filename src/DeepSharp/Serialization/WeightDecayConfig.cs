using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Which weights an optimizer leaves out of the weight decay, as <c>compile_config</c> has it:
/// <c>{"names": ["bias"], "weights": ["dense_1/kernel"]}</c>, weights under their names in the file.
/// </summary>
internal static class WeightDecayConfig
{
    public const string Key = "weight_decay_exclusions";

    /// <summary>The config; null where none are left out.</summary>
    public static JsonObject? Of(Optimizer optimizer, Model model)
    {
        if (optimizer.ExcludedNames.Count == 0 && optimizer.ExcludedVariables.Count == 0) return null;
        var excluded = new HashSet<Variable>(optimizer.ExcludedVariables, ReferenceEqualityComparer.Instance);
        IEnumerable<string> keys = WeightKeys.Of(model).Where(pair => excluded.Contains(pair.Weight)).Select(pair => pair.Key);
        return new JsonObject { ["names"] = List(optimizer.ExcludedNames), ["weights"] = List(keys) };
    }

    /// <summary>Leaves the weights out that a config names.</summary>
    /// <exception cref="FormatException">The config is none, or names a weight that the model does not have.</exception>
    public static void Apply(ConfigReader reader, Optimizer optimizer, Model model)
    {
        if (reader.Node(Key) is not { } node) return;
        JsonObject config = node as JsonObject ?? throw reader.Wrong(Key, "an object", node);
        var exclusions = new ConfigReader(config, Key);
        string[] names = Strings(exclusions, "names"), keys = Strings(exclusions, "weights");
        exclusions.End();
        var weights = WeightKeys.Of(model).ToDictionary(pair => pair.Key, pair => pair.Weight, StringComparer.Ordinal);
        foreach (string key in keys)
        {
            if (!weights.ContainsKey(key)) throw exclusions.Wrong("weights", "weights of the model", config["weights"]);
        }

        optimizer.ExcludeFromWeightDecay([.. keys.Select(key => weights[key])], names);
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text)!)]);

    private static string[] Strings(ConfigReader reader, string key) =>
        reader.OptionalList(key) is not { } list ? []
        : [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text)
            ? text : throw reader.Wrong(key, "a list of strings", list))];
}
