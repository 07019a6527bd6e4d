namespace DeepSharp;

/// <summary>Keras's names of losses, and how each is made from its parameters.</summary>
internal static class LossTable
{
    public static NameTable<Func<ConfigReader, Loss>> Entries { get; } = new(
        "loss",
        ("MeanSquaredError", _ => Loss.MeanSquaredError()),
        ("mean_squared_error", _ => Loss.MeanSquaredError()),
        ("mse", _ => Loss.MeanSquaredError()),
        ("MeanAbsoluteError", _ => Loss.MeanAbsoluteError()),
        ("mean_absolute_error", _ => Loss.MeanAbsoluteError()),
        ("mae", _ => Loss.MeanAbsoluteError()),
        ("Huber", HuberLoss.Read),
        ("huber", HuberLoss.Read),
        ("BinaryCrossentropy", BinaryCrossentropyLoss.Read),
        ("binary_crossentropy", BinaryCrossentropyLoss.Read),
        ("bce", BinaryCrossentropyLoss.Read),
        ("CategoricalCrossentropy", CategoricalCrossentropyLoss.Read),
        ("categorical_crossentropy", CategoricalCrossentropyLoss.Read),
        ("SparseCategoricalCrossentropy", SparseCategoricalCrossentropyLoss.Read),
        ("sparse_categorical_crossentropy", SparseCategoricalCrossentropyLoss.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Loss> Classes { get; } = new(Entries);
}
