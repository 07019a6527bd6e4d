using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// The layers that programs made known, beside the closed table of the library's own: from <c>Package&gt;Class</c> to how one is made.
/// </summary>
internal static class LayerRegistry
{
    /// <summary>The package of layers that were saved without being registered, as in Keras.</summary>
    private const string DefaultPackage = "Custom";

    private static readonly Lock s_lock = new();
    private static readonly SortedDictionary<string, (Type Type, Func<JsonObject, Layer> Create)> s_entries = new(StringComparer.Ordinal);

    /// <summary>Adds a class, or replaces how it is made.</summary>
    /// <exception cref="ArgumentException">The name is not <c>Package&gt;Class</c>, or belongs to another class.</exception>
    public static void Add(string name, Type type, Func<JsonObject, Layer> create)
    {
        string[] parts = name.Split('>');
        if (parts.Length != 2 || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                $"Register: expected a name such as 'MyApp>{type.Name}', a package and a class, but got '{name}'.", nameof(name));
        }

        lock (s_lock)
        {
            if (s_entries.TryGetValue(name, out (Type Type, Func<JsonObject, Layer> Create) other) && other.Type != type)
            {
                throw new ArgumentException(
                    $"Register: '{name}' is the name of {other.Type} already. Choose another for {type}.", nameof(name));
            }

            s_entries[name] = (type, create);
        }
    }

    /// <summary>The name to save a layer under: null for the library's own classes.</summary>
    public static string? NameOf(Layer layer)
    {
        Type type = layer.GetType();
        lock (s_lock)
        {
            foreach ((string name, (Type Type, Func<JsonObject, Layer> Create) entry) in s_entries)
            {
                if (entry.Type == type) return name;
            }
        }

        return type.Module == typeof(Layer).Module ? null : $"{DefaultPackage}>{layer.ClassName}";
    }

    /// <summary>
    /// Whether a config's <c>registered_name</c> is that of a program's class: Keras's own have none, or one without a package.
    /// </summary>
    public static bool IsOwn(JsonNode? registeredName) =>
        registeredName is JsonValue value && value.TryGetValue(out string? name) && name.Contains('>');

    /// <summary>
    /// How to make the layer of a config; null for the library's own classes. A layer that was not registered when it was saved is found
    /// by its class alone, if only one package has such a class.
    /// </summary>
    /// <exception cref="ArgumentException">The config names a class of a program that is not registered.</exception>
    public static Func<JsonObject, Layer>? Find(string className, JsonNode? registeredName)
    {
        string? name = IsOwn(registeredName) ? (string?)registeredName : null;
        if (name is null && LayerTable.Entries.TryGet(className, out _)) return null;
        lock (s_lock)
        {
            if (name is not null && s_entries.TryGetValue(name, out (Type Type, Func<JsonObject, Layer> Create) exact)) return exact.Create;
            string end = $">{className}";
            KeyValuePair<string, (Type Type, Func<JsonObject, Layer> Create)>[] same =
                name is null || name.StartsWith($"{DefaultPackage}>", StringComparison.Ordinal)
                    ? [.. s_entries.Where(entry => entry.Key.EndsWith(end, StringComparison.Ordinal))] : [];
            return same.Length == 1 ? same[0].Value.Create : throw Unknown(className, name);
        }
    }

    private static ArgumentException Unknown(string className, string? registeredName)
    {
        string own = s_entries.Count == 0 ? "" : $", {string.Join(", ", s_entries.Keys)}";
        return new ArgumentException(
            $"Unknown layer '{registeredName ?? className}'. Known: {string.Join(", ", LayerTable.Entries.Names)}{own}. " +
            "A layer of your own is made known with " +
            $"ModelFile.Register(\"{registeredName ?? $"MyApp>{className}"}\", config => new {className}(...)).");
    }
}
