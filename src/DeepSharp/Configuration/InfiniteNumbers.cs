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

    [ThreadStatic]
    private static HashSet<JsonObject>? t_done;

    /// <summary>
    /// Begins the config of something that holds others: what was replaced in theirs is not looked at again on each level around them.
    /// </summary>
    /// <returns>To be handed to <see cref="End"/>, in a finally block.</returns>
    public static bool Begin()
    {
        bool isOutermost = t_done is null;
        t_done ??= new HashSet<JsonObject>(ReferenceEqualityComparer.Instance);
        return isOutermost;
    }

    /// <summary>Ends it.</summary>
    public static void End(bool isOutermost)
    {
        if (isOutermost) t_done = null;
    }

    /// <summary>Replaces infinities by numbers beyond all range and NaN by its name, here and in all that lies within.</summary>
    public static JsonObject Replace(JsonObject config)
    {
        if (t_done?.Add(config) == false) return config;
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
