namespace DeepSharp;

/// <summary>
/// One closed table from names to values for each kind of thing that Keras calls by a string: activations, initializers, losses,
/// optimizers, layers.
/// </summary>
/// <param name="kind">What is looked up, for errors: <c>activation</c>.</param>
/// <param name="entries">Names and values; several names may have one value.</param>
internal sealed class NameTable<T>(string kind, params (string Name, T Value)[] entries)
{
    private readonly Dictionary<string, T> _entries = entries.ToDictionary(
        entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>What is looked up: <c>activation</c>.</summary>
    public string Kind => kind;

    /// <summary>The names, in alphabetical order.</summary>
    public IEnumerable<string> Names => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>Looks a name up.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message names the nearest and lists those that exist.</exception>
    public T this[string name]
    {
        get
        {
            MissingName.Refuse(kind, name);
            if (_entries.TryGetValue(name, out T? value)) return value;
            throw new ArgumentException(
                $"Unknown {kind} '{NearestName.Shown(name)}'. {AbsentNames.Hint(kind, name, Names)}Known: {string.Join(", ", Names)}.",
                nameof(name));
        }
    }

    /// <summary>Looks a name up without an error.</summary>
    public bool TryGet(string name, out T? value) => _entries.TryGetValue(name, out value);
}
