namespace DeepSharp;

/// <summary>Keras's names of metrics, and how each is made.</summary>
internal static class MetricTable
{
    /// <summary>The strings that <c>Compile</c> takes.</summary>
    public static NameTable<Func<Metric>> Strings { get; } = new("metric");

    /// <summary>Class names with their parameters.</summary>
    public static NameTable<Func<ConfigReader, Metric>> Classes { get; } = new("metric");
}
