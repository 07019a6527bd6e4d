using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Layers inside others, as golden cases give them.</summary>
internal static class NestedLayers
{
    /// <summary>Arguments in which <c>{"class", "args"}</c> stands for a layer, as Keras's config of it.</summary>
    public static JsonObject AsConfigs(JsonObject arguments)
    {
        var config = new JsonObject();
        foreach ((string key, JsonNode? value) in arguments) config[key] = AsConfig(value);
        return config;
    }

    /// <summary>
    /// The names of weights: those of weights inside begin with that of the layer that they are in, which is numbered where a process has
    /// made others, and is another one where a Bidirectional was made from its config.
    /// </summary>
    public static void AssertNames(string[] want, Layer layer)
    {
        Assert.Equal(want.Length, layer.Weights.Count);
        for (int i = 0; i < want.Length; i++)
        {
            string name = layer.Weights[i].Name;
            if (layer.OwnWeights.Contains(layer.Weights[i])) Assert.Equal(want[i], name);
            else Assert.EndsWith($"/{name}", want[i], StringComparison.Ordinal);
        }
    }

    private static JsonNode? AsConfig(JsonNode? value) => value switch
    {
        JsonObject layer when layer["class"] is { } name => new JsonObject
        {
            ["class_name"] = name.DeepClone(),
            ["config"] = AsConfigs(layer["args"]!.AsObject()),
        },
        JsonArray list => new JsonArray([.. list.Select(AsConfig)]),
        _ => value?.DeepClone(),
    };
}
