using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Arrays in configs, as Keras writes them: a number, or lists of lists of numbers, which may be in a box that says so.</summary>
internal static class NestedNumbers
{
    /// <summary>Reads one; null if there is none.</summary>
    /// <exception cref="FormatException">It is something else, or lists of one level have not the same length.</exception>
    public static Tensor? Read(ConfigReader reader, string key)
    {
        if (reader.Node(key) is not { } node) return null;
        if (node is JsonObject { Count: > 1 } box && box["class_name"] is JsonValue kind && kind.TryGetValue(out string? name)
            && name is "__numpy__" or "__tensor__")
        {
            node = (box["config"] as JsonObject)?["value"] ?? throw reader.Wrong(key, "an array with its values", node);
        }

        Shape shape = [];
        for (JsonNode? inner = node; inner is JsonArray list; inner = list.Count > 0 ? list[0] : null)
        {
            if (shape.Rank == Shape.MaxRank) throw reader.Wrong(key, $"lists of at most {Shape.MaxRank} levels", node);
            shape = shape.Append(list.Count);
        }

        var values = new List<float>();
        Add(node, 0);
        return Tensor.From(values.ToArray(), shape);

        void Add(JsonNode? item, int level)
        {
            if (level == shape.Rank)
            {
                values.Add(NumberOf(reader, key, item));
                return;
            }

            if (item is not JsonArray list || list.Count != shape[level]) throw reader.Wrong(key, "lists of equal lengths", node);
            foreach (JsonNode? part in list) Add(part, level + 1);
        }
    }

    /// <summary>As configs have it; null for null.</summary>
    public static JsonNode? Write(Tensor? values) => values is null ? null : Write(values.Span, values.Shape);

    private static JsonNode Write(ReadOnlySpan<float> values, Shape shape)
    {
        if (shape.Rank == 0) return JsonValue.Create(values[0]);
        var list = new JsonArray();
        Shape inner = shape[1..];
        for (int i = 0; i < shape[0]; i++) list.Add(Write(values.Slice(i * inner.Size, inner.Size), inner));
        return list;
    }

    private static float NumberOf(ConfigReader reader, string key, JsonNode? item)
    {
        float number = item is not JsonValue value ? float.NaN
            : value.TryGetValue(out float single) ? single
            : value.TryGetValue(out double real) ? (float)real
            : value.TryGetValue(out int whole) ? whole : float.NaN;
        return float.IsFinite(number) ? number : throw reader.Wrong(key, "finite numbers", item);
    }
}
