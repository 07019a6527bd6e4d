using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>What belongs to the outputs of a model, as a list in their order or as an object by their names.</summary>
internal static class OutputConfig
{
    public static JsonNode Of(IReadOnlyList<string>? names, IReadOnlyList<JsonNode?> items)
    {
        if (names is null) return new JsonArray([.. items]);
        var named = new JsonObject();
        for (int i = 0; i < items.Count; i++) named[names[i]] = items[i];
        return named;
    }

    /// <summary>The entries that are not null.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode>> Named(JsonObject config) => config
        .Where(entry => entry.Value is not null)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value!));
}
