namespace DeepSharp;

/// <summary>Keras's class names of layers, and how each is made from its config.</summary>
internal static class LayerTable
{
    public static NameTable<Func<ConfigReader, Layer>> Entries { get; } = new("layer");
}
