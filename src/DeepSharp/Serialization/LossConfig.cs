using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Losses and their weights in Keras's schema: one, a list in the order of the outputs, or an object by their names.</summary>
internal static class LossConfig
{
    public static JsonNode? Of(LossSet? losses)
    {
        if (losses is null) return null;
        return losses.IsSingle
            ? losses[0]!.ToConfig()
            : OutputConfig.Of(losses.Names, [.. losses.Select(loss => (JsonNode?)loss?.ToConfig())]);
    }

    public static JsonNode? Of(LossWeights? weights) =>
        weights is null ? null : OutputConfig.Of(weights.Names, [.. weights.Select(weight => (JsonNode?)JsonValue.Create((float)weight))]);

    /// <exception cref="FormatException">The config is none of losses.</exception>
    public static LossSet? Losses(ConfigReader reader, string key)
    {
        switch (reader.Node(key))
        {
            case null:
                return null;
            case JsonArray list:
                return LossSet.Create([.. list.Select(item => item is null ? null : Loss.FromConfig(item))]);
            case JsonObject named when !named.ContainsKey("class_name"):
                return OutputConfig.Named(named).ToDictionary(entry => entry.Key, entry => Loss.FromConfig(entry.Value));
            case { } single:
                return Loss.FromConfig(single);
        }
    }

    /// <exception cref="FormatException">The config is none of weights.</exception>
    public static LossWeights? Weights(ConfigReader reader, string key)
    {
        switch (reader.Node(key))
        {
            case null:
                return null;
            case JsonObject named:
                var numbers = new ConfigReader(named, "compile_config, loss_weights");
                return named.ToDictionary(entry => entry.Key, entry => numbers.Float(entry.Key));
            default:
                return reader.Floats(key);
        }
    }
}
