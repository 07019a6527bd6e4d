namespace DeepSharp.Benchmarks.Measure;

/// <summary>Something to time: its name, and how to make ready the call that is timed.</summary>
/// <param name="Name">As in the table of names in docs/performance.md.</param>
/// <param name="Prepare">Makes models and data; runs only if the measurement is wanted. What it returns is timed.</param>
internal sealed record Measurement(string Name, Func<Action> Prepare)
{
    /// <summary>Additions and multiplications of a call, counted for the direct method.</summary>
    public double Operations { get; init; }

    /// <summary>Images of a call.</summary>
    public int Images { get; init; }

    /// <summary>Bytes that a call cannot but read or write.</summary>
    public double Bytes { get; init; }
}
