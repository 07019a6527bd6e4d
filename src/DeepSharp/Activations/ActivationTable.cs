namespace DeepSharp;

/// <summary>Keras's names of activations, and how each is made from its parameters.</summary>
internal static class ActivationTable
{
    public static NameTable<Func<ConfigReader, Activation>> Entries { get; } = new(
        "activation",
        ("linear", _ => Activation.Linear));
}
