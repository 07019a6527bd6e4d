namespace DeepSharp;

/// <summary>The layers that a config may name: the library's own, and those that programs made known.</summary>
internal static class LayerRegistry
{
    public static ClassTable<Layer> Classes { get; } = new(LayerTable.Entries);
}
