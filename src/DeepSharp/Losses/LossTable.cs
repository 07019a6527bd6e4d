namespace DeepSharp;

/// <summary>Keras's names of losses, and how each is made from its parameters.</summary>
internal static class LossTable
{
    public static NameTable<Func<ConfigReader, Loss>> Entries { get; } = new("loss");
}
