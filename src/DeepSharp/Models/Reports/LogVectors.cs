using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

/// <summary>Values by name, several each; arrays are used again for values of as many.</summary>
internal sealed class LogVectors : IReadOnlyDictionary<string, IReadOnlyList<double>>
{
    private readonly List<(string Name, double[] Values)> _entries = [];
    private int _count;

    /// <summary>Those of logs without any.</summary>
    public static LogVectors None { get; } = new();

    public int Count => _count;

    public IEnumerable<string> Keys => _entries.Take(_count).Select(entry => entry.Name);

    public IEnumerable<IReadOnlyList<double>> Values => _entries.Take(_count).Select(entry => entry.Values);

    public IReadOnlyList<double> this[string key] => TryGetValue(key, out IReadOnlyList<double>? values)
        ? values
        : throw new KeyNotFoundException($"Logs: no values named '{key}'. Available: {string.Join(", ", Keys)}.");

    public void Set(string name, IReadOnlyList<double> values)
    {
        int place = 0;
        while (place < _count && _entries[place].Name != name) place++;
        bool isRoom = place < _entries.Count && _entries[place].Values.Length == values.Count;
        double[] copy = isRoom ? _entries[place].Values : new double[values.Count];
        for (int i = 0; i < copy.Length; i++) copy[i] = values[i];
        if (place == _entries.Count) _entries.Add((name, copy));
        else _entries[place] = (name, copy);
        _count = Math.Max(_count, place + 1);
    }

    public void Clear() => _count = 0;

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out IReadOnlyList<double> value)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Name != key) continue;
            value = _entries[i].Values;
            return true;
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, IReadOnlyList<double>>> GetEnumerator() => _entries.Take(_count)
        .Select(entry => new KeyValuePair<string, IReadOnlyList<double>>(entry.Name, entry.Values)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
