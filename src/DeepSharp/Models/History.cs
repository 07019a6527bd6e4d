namespace DeepSharp;

/// <summary>What <c>Fit</c> reported, epoch by epoch.</summary>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 10, validationSplit: 0.1);
/// double best = history["val_accuracy"].Max();
/// </code></example>
public sealed class History
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _metrics = [];
    private readonly List<int> _epochs = [];

    internal History(int epochs, int? steps) => (PlannedEpochs, StepsPerEpoch) = (epochs, steps ?? 0);

    /// <summary>The epochs that ran, counted from 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The number of epochs that <c>Fit</c> was asked for.</summary>
    public int PlannedEpochs { get; }

    /// <summary>Batches in an epoch; 0 while that is not known.</summary>
    public int StepsPerEpoch { get; internal set; }

    /// <summary>The names, in Keras's order: training values alphabetically, then those of the validation.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>For each name one value an epoch.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Metrics =>
        _names.ToDictionary(name => name, name => (IReadOnlyList<double>)_metrics[name]);

    /// <summary>The values of a name, one an epoch.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    public IReadOnlyList<double> this[string name] => _metrics.TryGetValue(name, out List<double>? values)
        ? values
        : throw new KeyNotFoundException($"History: no value named '{name}'. Available: {string.Join(", ", _names)}.");

    internal void Add(int epoch, Logs logs)
    {
        _epochs.Add(epoch);
        foreach ((string name, double value) in logs)
        {
            if (!_metrics.TryGetValue(name, out List<double>? values))
            {
                _metrics.Add(name, values = []);
                _names.Add(name);
            }

            values.Add(value);
        }
    }
}
