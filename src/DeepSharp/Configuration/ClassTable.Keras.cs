using System.Text.Json.Nodes;

namespace DeepSharp;

// Classes of side packages under Keras's plain names, and names as strings.
internal sealed partial class ClassTable<T>
{
    private readonly SortedDictionary<string, (Type Type, Func<JsonObject, T> Create)> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _addedNames = [];

    /// <summary>Adds a class under a name of Keras's, and other names of the same, or replaces how it is made.</summary>
    /// <exception cref="ArgumentException">A name is the library's own, has a package, or belongs to another class.</exception>
    public void AddKeras(string name, Type type, Func<JsonObject, T> create, ReadOnlySpan<string> aliases)
    {
        const string Method = "RegisterKeras";
        RequireClass(Method, name, type);
        lock (_lock)
        {
            foreach (string each in (string[])[name, .. aliases])
            {
                if (string.IsNullOrWhiteSpace(each) || each.Contains('>'))
                {
                    throw new ArgumentException(
                        $"{Method}: expected a plain name of Keras's such as '{type.Name}' but got '{each}'. A name with a package is " +
                        "given to Register.", nameof(name));
                }

                if (known.TryGet(each, out _))
                {
                    throw new ArgumentException(
                        $"{Method}: '{each}' is a {known.Kind} of the library already. Remove the line for {type}.", nameof(name));
                }

                RequireFree(Method, _added, each, type);
            }

            foreach (string each in (string[])[name, .. aliases]) _added[each] = (type, create);
            _addedNames[type] = name;
            _latestNames.Remove(type);
        }

        LibraryClasses.Add(type);
    }

    /// <summary>The one that a plain name stands for, with Keras's defaults.</summary>
    /// <exception cref="ArgumentException">There is no such name; the message lists those that exist.</exception>
    public T Named(string name)
    {
        MissingName.Refuse(known.Kind, name);
        if (known.TryGet(name, out Func<ConfigReader, T>? read)) return read!(new ConfigReader([], name));
        (Type Type, Func<JsonObject, T> Create) added;
        lock (_lock) _added.TryGetValue(name, out added);
        return added.Create is { } create ? create([]) : known[name](new ConfigReader([], name));
    }

    /// <summary>Whether <see cref="Named"/> knows a name.</summary>
    public bool IsNamed(string name)
    {
        if (known.TryGet(name, out _)) return true;
        lock (_lock) return _added.ContainsKey(name);
    }

    /// <summary>The name of Keras's that a class of a side package was registered under; null for all others.</summary>
    public string? AddedName(T value)
    {
        lock (_lock) return _addedNames.GetValueOrDefault(value.GetType());
    }
}
