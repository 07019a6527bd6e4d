namespace DeepSharp;

/// <summary>Keras's names of optimizers, and how each is made from its parameters.</summary>
internal static class OptimizerTable
{
    public static NameTable<Func<ConfigReader, Optimizer>> Entries { get; } = new(
        "optimizer",
        ("SGD", SGD.Read),
        ("sgd", SGD.Read),
        ("Adam", Adam.Read),
        ("adam", Adam.Read));
}
