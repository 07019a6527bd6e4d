using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Metrics in Keras's schema: a list of them, a list of lists in the order of the outputs, or an object by their names.</summary>
internal static class MetricConfig
{
    private const int MaxNesting = 3;

    public static JsonNode? Of(MetricSet? metrics)
    {
        if (metrics is null) return null;
        if (metrics.Metric is not null) return new JsonArray(metrics.Metric.ToConfig());
        JsonNode?[] items = [.. metrics.Select(item => item is null ? null : item.Metric is { } single ? single.ToConfig() : Of(item))];
        return items.Length == 0 ? null : OutputConfig.Of(metrics.Names, items);
    }

    /// <exception cref="FormatException">The config is none of metrics.</exception>
    public static MetricSet? Metrics(ConfigReader reader, string key) => reader.Node(key) is { } node ? Read(reader, key, node, 0) : null;

    private static MetricSet Read(ConfigReader reader, string key, JsonNode node, int depth)
    {
        if (depth > MaxNesting) throw reader.Wrong(key, "a list of metrics, or one for each output", node);
        switch (node)
        {
            case JsonArray list:
                return MetricSet.Create([.. list.Select(item => item is null ? null : Read(reader, key, item, depth + 1))]);
            case JsonObject named when !named.ContainsKey("class_name"):
                return OutputConfig.Named(named).ToDictionary(entry => entry.Key, entry => Read(reader, key, entry.Value, depth + 1));
            default:
                return Metric.FromConfig(node);
        }
    }
}
