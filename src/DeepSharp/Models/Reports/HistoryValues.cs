namespace DeepSharp;

/// <summary>
/// What <see cref="DeepSharp.History"/> has by Keras's name, <c>history.history</c>. It is inherited, since a class can declare no member
/// of its own name.
/// </summary>
public abstract class HistoryValues
{
    private protected HistoryValues()
    {
    }

    /// <summary>For each name one value an epoch.</summary>
    public abstract IReadOnlyDictionary<string, IReadOnlyList<double>> Metrics { get; }

    /// <summary>The same as <see cref="Metrics"/>.</summary>
    /// <example><code>double last = history.History["loss"][^1];   // or history["loss"][^1]</code></example>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> History => Metrics;
}
