namespace DeepSharp;

/// <summary>Keras's names of learning-rate schedules, and how each is made from its parameters.</summary>
internal static class ScheduleTable
{
    public static NameTable<Func<ConfigReader, LearningRateSchedule>> Entries { get; } = new(
        "learning-rate schedule",
        ("CosineDecay", CosineDecay.Read),
        ("CosineDecayRestarts", CosineDecayRestarts.Read),
        ("ExponentialDecay", ExponentialDecay.Read),
        ("InverseTimeDecay", InverseTimeDecay.Read),
        ("PiecewiseConstantDecay", PiecewiseConstantDecay.Read),
        ("PolynomialDecay", PolynomialDecay.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<LearningRateSchedule> Classes { get; } = new(Entries);
}
