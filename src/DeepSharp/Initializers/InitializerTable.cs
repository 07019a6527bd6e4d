namespace DeepSharp;

/// <summary>Keras's names of initializers, and how each is made from its parameters.</summary>
internal static class InitializerTable
{
    public static NameTable<Func<ConfigReader, Initializer>> Entries { get; } = new(
        "initializer",
        ("Zeros", _ => Initializer.Zeros),
        ("zeros", _ => Initializer.Zeros));
}
