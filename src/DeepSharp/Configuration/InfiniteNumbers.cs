using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Numbers that JSON has no text for, in the configs of a program's own classes: no option of this library is one, but a model that has
/// been trained for hours must not be one that cannot be saved.
/// </summary>
internal static class InfiniteNumbers
{
    // What is beyond the largest double is read as infinity again, by this library, by (float)config["limit"] and by Python.
    private const string Above = "1e999", Below = "-1e999";

    /// <summary>Replaces infinities by numbers beyond all range and NaN by its name, here and in all that lies within.</summary>
    public static JsonObject Replace(JsonObject config)
    {
        List<(string Key, JsonNode? Node)>? found = null;
        foreach ((string key, JsonNode? node) in config)
        {
            if (Written(node) is { } written) (found ??= []).Add((key, written));
        }

        foreach ((string key, JsonNode? node) in found ?? []) config[key] = node;
        return config;
    }

    private static void Replace(JsonArray list)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (Written(list[i]) is { } written) list[i] = written;
        }
    }

    // What is to stand in the place of a value; null for the value itself.
    private static JsonNode? Written(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject inner:
                Replace(inner);
                return null;
            case JsonArray list:
                Replace(list);
                return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                double number = value.TryGetValue(out float single) ? single : value.TryGetValue(out double real) ? real : 0;
                return double.IsNaN(number) ? JsonValue.Create("NaN")
                    : double.IsInfinity(number) ? JsonNode.Parse(number > 0 ? Above : Below) : null;
            default:
                return null;
        }
    }
}
