using System.Globalization;
using System.Text;

namespace DeepSharp;

/// <summary>What <c>Fit</c> reported, epoch by epoch.</summary>
/// <example><code>
/// History history = model.Fit(x, y, epochs: 10, validationSplit: 0.1);
/// double best = history["val_accuracy"].Max();
/// </code></example>
public sealed class History : HistoryValues
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<double>> _metrics = [];
    private readonly List<int> _epochs = [];
    private readonly List<int> _steps = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _warned = [];
    private readonly List<Logs> _logs = [];

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

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, IReadOnlyList<double>> Metrics =>
        _names.ToDictionary(name => name, name => (IReadOnlyList<double>)_metrics[name]);

    /// <summary>
    /// For each metric whose result is several values, one a threshold, class or label, those of each epoch. <see cref="Metrics"/> has
    /// their means.
    /// </summary>
    /// <example><code>IReadOnlyList&lt;double&gt; last = history.Vectors["val_f1_score"][^1];</code></example>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<double>>> Vectors => _logs.SelectMany(logs => logs.Vectors)
        .GroupBy(entry => entry.Key, entry => entry.Value)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<IReadOnlyList<double>>)[.. group]);

    /// <summary>The values of a name, one an epoch.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    public IReadOnlyList<double> this[string name] => _metrics.TryGetValue(name, out List<double>? values)
        ? values
        : throw new KeyNotFoundException($"History: no value named '{name}'. Available: {string.Join(", ", _names)}.");

    /// <summary>A table with a line for each epoch, counted from 1 as in the progress lines.</summary>
    public override string ToString()
    {
        if (_epochs.Count == 0) return "History: no epoch was completed.";
        List<string[]> rows = [["epoch", .. _names]];
        for (int i = 0; i < _epochs.Count; i++)
        {
            Logs logs = _logs[i];
            rows.Add(
                [Number(_epochs[i] + 1), .. _names.Select(name => logs.TryGetValue(name, out double value) ? Logs.Format(value) : "")]);
        }

        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        return string.Join(
            '\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadLeft(widths[column]))).TrimEnd()));
    }

    /// <summary>
    /// The values as comma-separated lines for spreadsheets and other programs: a heading, then a line for each epoch, counted from 0 as in
    /// Keras's <c>CSVLogger</c>, with all digits. What an epoch has no value for is empty.
    /// </summary>
    /// <example><code>File.WriteAllText("history.csv", history.ToCsv());</code></example>
    public string ToCsv()
    {
        var text = new StringBuilder("epoch");
        foreach (string name in _names) text.Append(',').Append(Quoted(name));
        for (int i = 0; i < _epochs.Count; i++)
        {
            text.Append('\n').Append(Number(_epochs[i]));
            foreach (string name in _names)
            {
                text.Append(',');
                if (_logs[i].TryGetValue(name, out double value)) text.Append(value.ToString("R", CultureInfo.InvariantCulture));
            }
        }

        return text.Append('\n').ToString();
    }

    internal void Add(int epoch, int steps, Logs logs)
    {
        _epochs.Add(epoch);
        _steps.Add(steps);
        _logs.Add(logs);
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

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
