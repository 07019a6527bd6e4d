namespace DeepSharp;

/// <summary>How the F scores of classes become one number: <c>FScoreAverage.Macro</c>, or by Keras's name, <c>"macro"</c>.</summary>
/// <example><code>Metric.F1Score("macro")</code></example>
public sealed record FScoreAverage
{
    private readonly byte _kind;

    private FScoreAverage(byte kind) => _kind = kind;

    /// <summary>Of all classes together: true and false positives and negatives are added up first.</summary>
    public static FScoreAverage Micro { get; } = new(0);

    /// <summary>The mean over the classes.</summary>
    public static FScoreAverage Macro { get; } = new(1);

    /// <summary>The mean over the classes, weighted by how often each is there.</summary>
    public static FScoreAverage Weighted { get; } = new(2);

    /// <summary>Keras's name: <c>micro</c>, <c>macro</c> or <c>weighted</c>.</summary>
    public string Name => _kind switch { 0 => "micro", 1 => "macro", _ => "weighted" };

    /// <summary>What a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such average; the message lists those that there are.</exception>
    public static implicit operator FScoreAverage(string name) => Names.All[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;

    private static class Names
    {
        public static NameTable<FScoreAverage> All { get; } = new("average", ("micro", Micro), ("macro", Macro), ("weighted", Weighted));
    }
}
