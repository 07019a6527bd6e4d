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
    private readonly List<int> _steps = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _warned = [];

    internal History(int epochs, int? steps) => (PlannedEpochs, StepsPerEpoch) = (epochs, steps ?? 0);

    /// <summary>The epochs that ran, counted from 0.</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>The number of epochs that <c>Fit</c> was asked for.</summary>
    public int PlannedEpochs { get; }

    /// <summary>Batches in an epoch; 0 while that is not known.</summary>
    public int StepsPerEpoch { get; internal set; }

    /// <summary>
    /// Batches that each epoch had, one number an epoch: fewer than <see cref="StepsPerEpoch"/> where the data ran out in its midst or a
    /// callback ended the training.
    /// </summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>
    /// What went otherwise than asked for without being an error, such as data that ran out before an epoch had its steps: the first time
    /// each. The same texts are written to the error stream, whatever <see cref="Verbosity"/> says.
    /// </summary>
    public IReadOnlyList<string> Warnings => _warnings;

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

    internal void Add(int epoch, int steps, Logs logs)
    {
        _epochs.Add(epoch);
        _steps.Add(steps);
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

    /// <summary>Tells of something once: the texts of later epochs differ in nothing but numbers.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="message">The whole text.</param>
    internal void Warn(string kind, string message)
    {
        if (!_warned.Add(kind)) return;
        _warnings.Add(message);
        Console.Error.WriteLine(message);
    }
}
