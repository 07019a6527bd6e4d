using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// All classes of one kind that a config may name: the closed table of the library's own, those that side packages added to it under
/// Keras's names, and those that programs made known, from <c>Package&gt;Class</c> to how one is made.
/// </summary>
/// <param name="known">The library's classes.</param>
internal sealed partial class ClassTable<T>(NameTable<Func<ConfigReader, T>> known) where T : class
{
    /// <summary>The package of classes that were saved without being registered, as in Keras.</summary>
    private const string DefaultPackage = "Custom";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (Type Type, Func<JsonObject, T> Create)> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _latestNames = [];

    /// <summary>Adds a class of a program, or replaces how it is made.</summary>
    /// <exception cref="ArgumentException">The name is not <c>Package&gt;Class</c>, or belongs to another class.</exception>
    public void Add(string name, Type type, Func<JsonObject, T> create)
    {
        string[] parts = name.Split('>');
        if (parts.Length != 2 || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                $"Register: expected a name such as 'MyApp>{type.Name}', a package and a class, but got '{name}'.", nameof(name));
        }

        RequireClass("Register", name, type);
        lock (_lock)
        {
            RequireFree("Register", _own, name, type);
            _own[name] = (type, create);
            _latestNames[type] = name;
        }
    }

    /// <summary>
    /// The name to save an object under, the latest that its class was registered under; null for the library's own classes.
    /// </summary>
    public string? NameOf(T value, string className)
    {
        Type type = value.GetType();
        lock (_lock)
        {
            if (_latestNames.TryGetValue(type, out string? name)) return name;
        }

        return LibraryClasses.Contains(type) ? null : $"{DefaultPackage}>{className}";
    }

    /// <summary>Wraps the config of an object in Keras's schema: with its module, or with the name that it is registered under.</summary>
    public JsonObject Wrap(string module, string className, T value, JsonObject config)
    {
        JsonObject wrapped = ConfigSchema.Wrap(module, AddedName(value) ?? className, config);
        if (NameOf(value, className) is { } name) (wrapped["module"], wrapped["registered_name"]) = (null, name);
        return wrapped;
    }

    /// <summary>
    /// How to make the object of a config; null for those of the library's own table. One that was not registered when it was saved is
    /// found by its class alone, if only one package has such a class.
    /// </summary>
    /// <exception cref="ArgumentException">The config names a class that is not known.</exception>
    public Func<JsonObject, T>? Find(string className, JsonNode? registeredName)
    {
        string? name = ConfigSchema.IsOwn(registeredName) ? (string?)registeredName : null;
        if (name is null && known.TryGet(className, out _)) return null;
        lock (_lock)
        {
            if (name is null && _added.TryGetValue(className, out (Type Type, Func<JsonObject, T> Create) added)) return added.Create;
            if (name is not null && _own.TryGetValue(name, out (Type Type, Func<JsonObject, T> Create) exact)) return exact.Create;
            string end = $">{className}";
            KeyValuePair<string, (Type Type, Func<JsonObject, T> Create)>[] same =
                name is null || name.StartsWith($"{DefaultPackage}>", StringComparison.Ordinal)
                    ? [.. _own.Where(entry => entry.Key.EndsWith(end, StringComparison.Ordinal))] : [];
            return same.Length == 1 ? same[0].Value.Create : throw Unknown(className, name);
        }
    }

    /// <summary>Makes an object from its config in Keras's schema.</summary>
    /// <param name="config">Class and parameters.</param>
    /// <param name="finish">Reads what all classes of this kind have; null for nothing.</param>
    /// <exception cref="ArgumentException">The class is not known.</exception>
    /// <exception cref="FormatException">The config does not fit the class.</exception>
    public T Read(JsonNode config, Func<T, ConfigReader, T>? finish = null) =>
        ConfigGuard.Read(known.Kind, () => ReadAny(config, finish));

    private T ReadAny(JsonNode config, Func<T, ConfigReader, T>? finish)
    {
        (string className, JsonObject parameters) = ConfigSchema.Unwrap(config, known.Kind);
        var reader = new ConfigReader(parameters, className);
        if (Find(className, config["registered_name"]) is { } create)
        {
            T own = create(parameters)
                ?? throw new FormatException($"Register: the function for the {known.Kind} '{className}' made nothing.");
            return finish is null ? own : finish(own, reader);
        }

        T value = known[className](reader);
        if (finish is not null) value = finish(value, reader);
        reader.End();
        return value;
    }

    // A function that is typed as one for a base class would make objects that nobody recognizes.
    private static void RequireClass(string method, string name, Type type)
    {
        if (!type.IsAbstract) return;
        throw new ArgumentException(
            $"{method}: expected a function that says which class it makes, but '{name}' makes some {type.Name}. " +
            $"Write {method}<TheClass>(\"{name}\", ...).", "create");
    }

    private static void RequireFree(
        string method, SortedDictionary<string, (Type Type, Func<JsonObject, T> Create)> table, string name, Type type)
    {
        if (!table.TryGetValue(name, out (Type Type, Func<JsonObject, T> Create) other) || other.Type == type) return;
        throw new ArgumentException($"{method}: '{name}' is the name of {other.Type} already. Choose another for {type}.", nameof(name));
    }

    private ArgumentException Unknown(string className, string? registeredName)
    {
        string[] names = [.. known.Names, .. _added.Keys, .. _own.Keys];
        string hint = registeredName is null ? AbsentNames.Hint(known.Kind, className, names) : NearestName.Hint(registeredName, _own.Keys);
        return new ArgumentException(
            $"Unknown {known.Kind} '{NearestName.Shown(registeredName ?? className)}'. {hint}Known: {string.Join(", ", names)}. " +
            $"A custom {known.Kind} is made known with " +
            $"ModelFile.Register(\"{registeredName ?? $"MyApp>{className}"}\", config => new {className}(...)).");
    }
}
