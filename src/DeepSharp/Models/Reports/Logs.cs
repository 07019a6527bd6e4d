using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DeepSharp;

/// <summary>
/// Names and values that training reports: <c>loss</c>, <c>accuracy</c>, <c>val_loss</c>, ... in the order in which they are shown.
/// </summary>
/// <remarks>
/// What <c>Evaluate</c> and the end of an epoch give stays as it is. What single batches give, <c>TrainOnBatch</c> and callbacks after a
/// batch, is used again for the next batch: <see cref="ToDictionary"/> copies it.
/// </remarks>
/// <example><code>
/// Logs result = model.Evaluate(testImages, testLabels);
/// Console.WriteLine(result["accuracy"]);
/// </code></example>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<string> _names = [];
    private readonly List<double> _values = [];

    // Made for the first metric of several values: an epoch's logs stay in the history.
    private LogVectors? _vectors;

    /// <summary>Number of values.</summary>
    public int Count => _names.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys => _names;

    /// <summary>The values, in the order of the names.</summary>
    public IEnumerable<double> Values => _values;

    /// <summary>
    /// The values of metrics whose result is several, one a threshold, class or label, by their names; the value of the name is their mean,
    /// as Keras's progress bar shows it.
    /// </summary>
    /// <example><code>IReadOnlyList&lt;double&gt; ofClasses = logs.Vectors["f1_score"];</code></example>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Vectors => _vectors ?? LogVectors.None;

    /// <summary>The value <c>loss</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double Loss => this["loss"];

    /// <summary>
    /// The value of a name. A callback may set it: what it sets after a batch is in the progress line, and what it sets after an epoch or
    /// an evaluation is also in the history and in what <c>Evaluate</c> returns.
    /// </summary>
    /// <remarks>
    /// A new name comes last. Callbacks that follow in the list see it; they may watch it if <see cref="Callback.ValueNames"/> says before
    /// the training that it will come.
    /// </remarks>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="ArgumentException">A name to set is empty.</exception>
    public double this[string key]
    {
        get => TryGetValue(key, out double value)
            ? value
            : throw new KeyNotFoundException($"Logs: no value named '{key}'. Available: {string.Join(", ", _names)}.");
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            int index = _names.IndexOf(key);
            if (index >= 0)
            {
                _values[index] = value;
                return;
            }

            _names.Add(key);
            _values.Add(value);
        }
    }

    /// <summary>Whether there is such a name.</summary>
    public bool ContainsKey(string key) => _names.Contains(key);

    /// <summary>Looks a name up without an error.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        int index = _names.IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>
    /// The loss and the value that is next to it, as Keras's list has them: <c>var (loss, accuracy) = model.Evaluate(x, y);</c>
    /// </summary>
    /// <exception cref="InvalidOperationException">There are not exactly two values; the message lists them.</exception>
    public void Deconstruct(out double loss, out double metric)
    {
        if (Count != 2)
        {
            throw new InvalidOperationException(
                $"Logs: expected 'loss' and one more value to take apart but got {Count}: {string.Join(", ", _names)}. Use " +
                $"logs[\"name\"].");
        }

        loss = Loss;
        metric = _names[0] == "loss" ? _values[1] : _values[0];
    }

    /// <summary>Another object with the same values.</summary>
    internal Logs Copy()
    {
        var copy = new Logs();
        for (int i = 0; i < _names.Count; i++) copy[_names[i]] = _values[i];
        foreach ((string name, IReadOnlyList<double> values) in Vectors) copy.SetVector(name, values);
        return copy;
    }

    /// <summary>Copies the values of a metric of several, beside their mean.</summary>
    internal void SetVector(string name, IReadOnlyList<double> values) => (_vectors ??= new LogVectors()).Set(name, values);

    /// <summary>A copy that stays as it is.</summary>
    public Dictionary<string, double> ToDictionary() => new(this);

    /// <summary>Enumerates names and values, in order.</summary>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (int i = 0; i < _names.Count; i++) yield return new KeyValuePair<string, double>(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As a line: <c>accuracy: 0.3524 - loss: 1.7590</c>.</summary>
    public override string ToString() => string.Join(" - ", this.Select(entry => $"{entry.Key}: {Format(entry.Value)}"));

    /// <summary>Keras's rule: four decimals above 0.001, else four digits and an exponent.</summary>
    internal static string Format(double value)
    {
        if (Math.Abs(value) > 1e-3 || double.IsNaN(value)) return value.ToString("F4", CultureInfo.InvariantCulture);
        string mantissa = value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        return mantissa;
    }

    internal void Clear()
    {
        _names.Clear();
        _values.Clear();
        _vectors?.Clear();
    }
}
