namespace DeepSharp;

/// <summary>Keras's names of constraints, and how each is made from its parameters.</summary>
internal static class ConstraintTable
{
    public static NameTable<Func<ConfigReader, Constraint>> Entries { get; } = new(
        "constraint",
        ("MaxNorm", MaxNorm.Read),
        ("max_norm", MaxNorm.Read),
        ("MinMaxNorm", MinMaxNorm.Read),
        ("min_max_norm", MinMaxNorm.Read),
        ("NonNeg", NonNeg.Read),
        ("non_neg", NonNeg.Read),
        ("UnitNorm", UnitNorm.Read),
        ("unit_norm", UnitNorm.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Constraint> Classes { get; } = new(Entries);
}
