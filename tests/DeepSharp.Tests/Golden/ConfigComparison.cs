using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Compares two configs: numbers by value in float32 (1 and 1.0 are equal), everything else exactly.</summary>
internal static class ConfigComparison
{
    public static void Check(string key, JsonNode? want, JsonNode? got) =>
        Assert.True(AreEqual(want, got), $"'{key}': Keras writes {want?.ToJsonString() ?? "null"}, not {got?.ToJsonString() ?? "null"}.");

    /// <summary>Every key of Keras's is written with its value, unless that is null, and no other.</summary>
    /// <param name="want">Keras's config.</param>
    /// <param name="got">The library's.</param>
    /// <param name="unsupported">Keys that the library does not write; one that it does write is to be taken from the list.</param>
    public static void CheckAll(JsonObject want, JsonObject got, params IReadOnlyList<string> unsupported)
    {
        foreach ((string key, JsonNode? value) in got)
        {
            Assert.True(want.ContainsKey(key), $"The config written has a key '{key}' that Keras's has not.");
            Assert.False(unsupported.Contains(key), $"The config written has '{key}', which is listed as unsupported.");
            Check(key, want[key], value);
        }

        foreach ((string key, JsonNode? value) in want)
        {
            bool isThere = got.ContainsKey(key) || value is null || unsupported.Contains(key);
            Assert.True(isThere, $"The config written lacks '{key}', which Keras's sets to {value?.ToJsonString()}.");
        }
    }

    public static bool AreEqual(JsonNode? left, JsonNode? right)
    {
        switch (left, right)
        {
            case (null, null):
                return true;
            case (JsonObject a, JsonObject b):
                return a.Count == b.Count && a.All(entry => b.ContainsKey(entry.Key) && AreEqual(entry.Value, b[entry.Key]));
            case (JsonArray a, JsonArray b):
                return a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second));
            case (JsonValue a, JsonValue b):
                return a.GetValueKind() == b.GetValueKind()
                    && (a.GetValueKind() == JsonValueKind.Number ? Number(a) == Number(b) : a.ToJsonString() == b.ToJsonString());
            default:
                return false;
        }
    }

    private static float Number(JsonValue value) => float.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
