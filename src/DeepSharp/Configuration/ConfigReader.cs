using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Reads the <c>config</c> of one object of Keras's schema. A missing key takes the default given; a key that nobody asked for is an error,
/// which <see cref="End"/> raises, and so is a value of the wrong kind.
/// </summary>
internal sealed class ConfigReader(JsonObject config, string owner)
{
    private readonly HashSet<string> _read = [];

    /// <summary>Whose config it is, for errors: <c>Conv2D</c>.</summary>
    public string Owner => owner;

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether the key is there with the value null, which for a few keys means something else than a missing one.</summary>
    public bool IsNull(string key) => config.ContainsKey(key) && Find(key) is null;

    /// <summary>The raw value, or null.</summary>
    public JsonNode? Node(string key) => Find(key);

    public int Int(string key, int? missing = null) => Find(key) is { } node ? AsInt(node, key) : missing ?? throw Missing(key);

    public int? OptionalInt(string key) => Find(key) is { } node ? AsInt(node, key) : null;

    public long? OptionalLong(string key) =>
        Find(key) is not { } node ? null
        : node is JsonValue value && value.TryGetValue(out long number) ? number
        : AsInt(node, key);

    public float Float(string key, float? missing = null) => Find(key) is { } node ? AsFloat(node, key) : missing ?? throw Missing(key);

    public double Double(string key, double missing) => Find(key) is { } node ? AsDouble(node, key) : missing;

    public float? OptionalFloat(string key) => Find(key) is { } node ? AsFloat(node, key) : null;

    public bool Bool(string key, bool missing) =>
        Find(key) is not { } node ? missing
        : node is JsonValue value && value.TryGetValue(out bool flag) ? flag
        : throw Wrong(key, "true or false", node);

    public string? String(string key, string? missing = null) =>
        Find(key) is not { } node ? missing
        : node is JsonValue value && value.TryGetValue(out string? text) ? text
        : throw Wrong(key, "a string", node);

    /// <summary>A number or a pair of numbers.</summary>
    public Size2D Size2D(string key, Size2D? missing = null) =>
        Sizes(key, 2, missing is { } size ? (AxisSizes)size : null).ToSize2D();

    /// <summary>A number for all axes, or a list of one for each.</summary>
    public AxisSizes Sizes(string key, int axes, AxisSizes? missing = null)
    {
        switch (Find(key))
        {
            case null: return missing ?? throw Missing(key);
            case JsonArray list when list.Count == axes: return new AxisSizes([.. list.Select(size => AsInt(size, key))]);
            case JsonArray other:
                throw Wrong(key, axes switch { 1 => "one number", 2 => "one number or two", _ => "one number or three" }, other);
            case { } node: return AxisSizes.All(axes, AsInt(node, key));
        }
    }

    /// <summary>A list of whole numbers, for which one number may stand.</summary>
    public int[] OneOrMoreInts(string key, int missing) => Find(key) is JsonArray ? Ints(key) : [Int(key, missing)];

    /// <summary>A list of lengths in which null stands for <see cref="Shape.Any"/>; null if the key is missing.</summary>
    public Shape? OptionalShape(string key)
    {
        switch (Find(key))
        {
            case null: return null;
            case JsonArray list when list.Count <= Shape.MaxRank:
                Span<int> lengths = stackalloc int[list.Count];
                for (int i = 0; i < lengths.Length; i++) lengths[i] = list[i] is { } length ? AsInt(length, key) : Shape.Any;
                return Shape.Create(lengths);
            case { } node: throw Wrong(key, $"a list of at most {Shape.MaxRank} lengths", node);
        }
    }

    /// <summary>A list, or null if the key is missing.</summary>
    public JsonArray? OptionalList(string key) => Find(key) is not { } node ? null : node as JsonArray ?? throw Wrong(key, "a list", node);

    /// <summary>A list of whole numbers.</summary>
    public int[] Ints(string key) =>
        OptionalList(key) is { } list ? [.. list.Select(item => AsInt(item, key))] : throw Missing(key);

    /// <summary>A list of numbers.</summary>
    public float[] Floats(string key) =>
        OptionalList(key) is not { } list ? throw Missing(key)
        : [.. list.Select(item => AsFloat(item ?? throw Wrong(key, "a list of numbers", list), key))];

    /// <summary>Accepts a key of Keras's that this library does not act on.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys) _read.Add(key);
    }

    /// <summary>
    /// All keys but some, with copies of their values, for who reads arguments of something else that lie beside its own.
    /// </summary>
    public JsonObject TakeRest(params ReadOnlySpan<string> except)
    {
        var rest = new JsonObject();
        foreach ((string key, JsonNode? value) in config)
        {
            if (except.Contains(key)) continue;
            _read.Add(key);
            rest[key] = value?.DeepClone();
        }

        return rest;
    }

    /// <summary>Accepts keys only where they are missing, null, false or 0: options of Keras's that this library does not have.</summary>
    /// <exception cref="NotSupportedException">One of them is set.</exception>
    public void Refuse(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (Find(key) is not { } node) continue;

            // By the kind and the text: a value made in memory does not convert from one type of number to another.
            bool isOff = node.GetValueKind() switch
            {
                JsonValueKind.False => true,
                JsonValueKind.Number => double.Parse(ConfigSchema.Text(node), CultureInfo.InvariantCulture) == 0,
                _ => false,
            };
            if (!isOff)
            {
                throw new NotSupportedException(
                    $"{owner}: the option '{key}' is not supported, but the config sets it to {ConfigSchema.Text(node)}. Remove it.");
            }
        }
    }

    /// <summary>The exception for a value that is of the right kind but makes no sense.</summary>
    public FormatException Wrong(string key, string expected, JsonNode? got) =>
        new($"{owner}: expected '{key}' to be {expected} but the config says {ConfigSchema.Shortened(got)}.");

    /// <summary>Checks that every key was read.</summary>
    /// <exception cref="FormatException">The config holds a key that this class does not know.</exception>
    public void End()
    {
        foreach ((string key, JsonNode? _) in config)
        {
            if (!_read.Contains(key))
            {
                throw new FormatException(
                    $"{owner}: unknown key '{key}' in the config. Known: {string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private JsonNode? Find(string key)
    {
        _read.Add(key);
        return config[key];
    }

    private int AsInt(JsonNode? node, string key)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue(out int number)) return number;
            if (value.TryGetValue(out double real) && real == Math.Floor(real) && Math.Abs(real) <= int.MaxValue) return (int)real;
        }

        throw Wrong(key, "a whole number", node);
    }

    // Keras's files have no numbers that are not finite, and no option of this library is one.
    private float AsFloat(JsonNode node, string key)
    {
        float? found = null;
        if (node is JsonValue value)
        {
            if (value.TryGetValue(out float number)) found = number;
            else if (value.TryGetValue(out double real)) found = (float)real;
            else if (value.TryGetValue(out int whole)) found = whole;
            else if (value.TryGetValue(out string? text) && float.TryParse(text, CultureInfo.InvariantCulture, out float parsed))
            {
                found = parsed;
            }
        }

        if (found is not { } result) throw Wrong(key, "a number", node);
        return float.IsFinite(result) ? result : throw Wrong(key, "a finite number", node);
    }

    // By the text: 0.9f in memory is then 0.9 too, as it is in a file.
    private double AsDouble(JsonNode node, string key)
    {
        string? text = node.GetValueKind() switch
        {
            JsonValueKind.Number => ConfigSchema.Text(node),
            JsonValueKind.String => node.GetValue<string>(),
            _ => null,
        };
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out double number)) throw Wrong(key, "a number", node);
        return float.IsFinite((float)number) ? number : throw Wrong(key, "a finite number", node);
    }

    private FormatException Missing(string key) => new($"{owner}: the config lacks '{key}', which has no default.");
}
