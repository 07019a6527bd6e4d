using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The layers that a config may name: the library's own, and those that programs made known.</summary>
internal static class LayerRegistry
{
    public static ClassTable<Layer> Classes { get; } = new(LayerTable.Entries);

    /// <summary>The name to save a layer under: null for the library's own classes.</summary>
    public static string? NameOf(Layer layer) => Classes.NameOf(layer, layer.ClassName);

    /// <summary>Whether a config's <c>registered_name</c> is that of a program's class.</summary>
    public static bool IsOwn(JsonNode? registeredName) => ConfigSchema.IsOwn(registeredName);

    /// <summary>How to make the layer of a config; null for the library's own classes.</summary>
    /// <exception cref="ArgumentException">The config names a class that is not known.</exception>
    public static Func<JsonObject, Layer>? Find(string className, JsonNode? registeredName) => Classes.Find(className, registeredName);
}
