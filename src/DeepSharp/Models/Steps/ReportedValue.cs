namespace DeepSharp;

/// <summary>A value that training reports under a name: a mean of the loss, or a metric.</summary>
internal readonly record struct ReportedValue(string Name, RunningMean? Mean, Metric? Metric)
{
    /// <summary>Forgets what was added up.</summary>
    public void Reset()
    {
        Mean?.Reset();
        Metric?.Reset();
    }

    /// <summary>Writes what was added up, or reads it back.</summary>
    public void Keep(MetricState state)
    {
        Mean?.Keep(state);
        if (Metric is not null) state.Keep(Metric);
    }
}
