namespace DeepSharp;

/// <summary>Keras's names of regularizers, and how each is made from its parameters.</summary>
internal static class RegularizerTable
{
    public static NameTable<Func<ConfigReader, Regularizer>> Entries { get; } = new(
        "regularizer",
        ("L1", NormRegularizer.ReadL1),
        ("l1", NormRegularizer.ReadL1),
        ("L2", NormRegularizer.ReadL2),
        ("l2", NormRegularizer.ReadL2),
        ("L1L2", NormRegularizer.ReadL1L2),
        ("l1l2", NormRegularizer.ReadL1L2),
        ("OrthogonalRegularizer", OrthogonalRegularizer.Read),
        ("orthogonal_regularizer", OrthogonalRegularizer.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Regularizer> Classes { get; } = new(Entries);
}
