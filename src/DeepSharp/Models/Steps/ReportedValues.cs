namespace DeepSharp;

/// <summary>The values that training reports, under Keras's names and in alphabetical order, as Keras shows them.</summary>
internal sealed class ReportedValues
{
    private readonly List<ReportedValue> _entries = [];
    private readonly Dictionary<string, RunningMean> _own = [];

    /// <exception cref="ArgumentException">Two metrics of an output have the same name, or one is called loss.</exception>
    public ReportedValues(RunningMean loss, IReadOnlyList<OutputTraining> outputs, IReadOnlyList<Metric> own)
    {
        if (!own.Any(metric => metric.Name == "loss")) Add(new ReportedValue("loss", loss, null));
        foreach (Metric metric in own) Add(new ReportedValue(metric.Name, null, metric));
        foreach (OutputTraining output in outputs)
        {
            string prefix = outputs.Count > 1 ? output.Name + "_" : "";
            if (outputs.Count > 1 && output.Loss is not null) Add(new ReportedValue(prefix + "loss", output.LossMean, null));
            foreach (Metric metric in output.Metrics) Add(new ReportedValue(prefix + metric.Name, null, metric));
        }

        foreach (OutputTraining output in outputs)
        {
            string prefix = outputs.Count > 1 ? output.Name + "_" : "";
            foreach (Metric metric in output.WeightedMetrics)
            {
                string name = prefix + metric.Name;
                Add(new ReportedValue(Has(name) ? $"{prefix}weighted_{metric.Name}" : name, null, metric));
            }
        }

        Sort();
    }

    /// <summary>All names, in order.</summary>
    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>The metric that a name stands for, if it is one.</summary>
    public Metric? MetricOf(string name) => _entries.Find(entry => entry.Name == name).Metric;

    /// <summary>Adds to a mean of the step's own.</summary>
    /// <exception cref="ArgumentException">A metric or a loss has that name.</exception>
    public void Report(string name, double value, int samples)
    {
        if (!_own.TryGetValue(name, out RunningMean? mean))
        {
            if (Has(name))
            {
                throw new ArgumentException(
                    $"Report: expected a name that is not taken but got '{name}'. Taken: {string.Join(", ", Names)}.", nameof(name));
            }
            _own.Add(name, mean = new RunningMean());
            Add(new ReportedValue(name, mean, null));
            Sort();
        }

        mean.Add(value, samples);
    }

    /// <summary>Forgets all means.</summary>
    public void Reset()
    {
        foreach (ReportedValue entry in _entries) entry.Reset();
    }

    /// <summary>Adds all of them, in order.</summary>
    public void CopyTo(List<ReportedValue> values) => values.AddRange(_entries);

    /// <summary>Writes the means since the last reset.</summary>
    /// <param name="logs">Used again each time.</param>
    public Logs WriteTo(Logs logs)
    {
        logs.Clear();
        foreach (ReportedValue entry in _entries)
        {
            // A custom step may have no loss to report, and values that are not reported in evaluation.
            if (entry.Mean is { IsEmpty: true }) continue;
            logs[entry.Name] = entry.Metric?.Result ?? entry.Mean!.Value;
            if (entry.Metric?.Vector is { } values) logs.SetVector(entry.Name, values);
        }

        return logs;
    }

    private bool Has(string name) => _entries.Exists(entry => entry.Name == name);

    private void Add(ReportedValue entry)
    {
        if (Has(entry.Name))
        {
            throw new ArgumentException(
                $"Compile: expected metrics of different names, none of them 'loss', but got '{entry.Name}' more than once. " +
                "Give one another name.", "metrics");
        }

        _entries.Add(entry);
    }

    private void Sort() => _entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
}
