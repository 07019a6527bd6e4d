namespace DeepSharp;

/// <summary>Keras's names of metrics, and how each is made.</summary>
internal static class MetricTable
{
    /// <summary>The strings that <c>Compile</c> takes.</summary>
    public static NameTable<Func<Metric>> Strings { get; } = new(
        "metric",
        ("accuracy", () => new AccuracyByShape()),
        ("acc", () => new AccuracyByShape()),
        ("binary_accuracy", () => Metric.BinaryAccuracy()),
        ("categorical_accuracy", () => Metric.CategoricalAccuracy()),
        ("sparse_categorical_accuracy", () => Metric.SparseCategoricalAccuracy()),
        ("top_k_categorical_accuracy", () => Metric.TopKCategoricalAccuracy()),
        ("sparse_top_k_categorical_accuracy", () => Metric.SparseTopKCategoricalAccuracy()),
        ("mean_squared_error", () => Metric.MeanSquaredError()),
        ("mse", () => Metric.MeanSquaredError()),
        ("mean_absolute_error", () => Metric.MeanAbsoluteError()),
        ("mae", () => Metric.MeanAbsoluteError()));

    /// <summary>Class names with their parameters.</summary>
    public static NameTable<Func<ConfigReader, Metric>> Entries { get; } = new(
        "metric",
        ("Accuracy", _ => Metric.Accuracy()),
        ("BinaryAccuracy", BinaryAccuracyMetric.Read),
        ("CategoricalAccuracy", _ => Metric.CategoricalAccuracy()),
        ("SparseCategoricalAccuracy", _ => Metric.SparseCategoricalAccuracy()),
        ("TopKCategoricalAccuracy", TopKCategoricalAccuracyMetric.Read),
        ("SparseTopKCategoricalAccuracy", SparseTopKCategoricalAccuracyMetric.Read),
        ("Mean", _ => Metric.Mean()),
        ("MeanSquaredError", _ => Metric.MeanSquaredError()),
        ("MeanAbsoluteError", _ => Metric.MeanAbsoluteError()));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Metric> Classes { get; } = new(Entries);
}
