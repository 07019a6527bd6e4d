using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Keras 3's form of a serialized object: <c>{"module": "keras.layers", "class_name": "Dense", "config": {...}, "registered_name":
/// null}</c>.
/// </summary>
internal static class ConfigSchema
{
    // Where Keras's source is, as it stands in configs of classes that Keras does not export.
    private const string KerasSource = "keras.src.";

    /// <summary>Wraps a config. What Keras does not export it writes with the place in its source, and with its name once more.</summary>
    public static JsonObject Wrap(string module, string className, JsonObject config) => new()
    {
        ["module"] = module,
        ["class_name"] = className,
        ["config"] = InfiniteNumbers.Replace(config),
        ["registered_name"] = module.StartsWith(KerasSource, StringComparison.Ordinal) ? className : null,
    };

    /// <summary>The name, where a config is no more than that: <c>"relu"</c>; null for any other.</summary>
    /// <exception cref="FormatException">It is a string of what is no text.</exception>
    public static string? NameIn(JsonNode config) =>
        ConfigGuard.Read("config", () => config is JsonValue value && value.TryGetValue(out string? name) ? name : null);

    /// <summary>Takes a wrapped object apart.</summary>
    /// <exception cref="FormatException">It is no such object.</exception>
    public static (string ClassName, JsonObject Config) Unwrap(JsonNode? node, string what)
    {
        if (node is JsonObject wrapped && wrapped["class_name"] is JsonValue name && name.TryGetValue(out string? className)
            && (wrapped["config"] ?? new JsonObject()) is JsonObject config)
        {
            return (className, config);
        }

        throw new FormatException($"{what}: expected an object with 'class_name' and 'config' but got {Shortened(node)}.");
    }

    /// <summary>
    /// Whether a config's <c>registered_name</c> is that of a program's class: Keras's own have none, or one without a package.
    /// </summary>
    public static bool IsOwn(JsonNode? registeredName) =>
        registeredName is JsonValue value && value.TryGetValue(out string? name) && name.Contains('>');

    /// <summary>A value as errors show it: the beginning, if it is long.</summary>
    public static string Shortened(JsonNode? node)
    {
        string text = Text(node);
        return text.Length > 200 ? text[..200] + "..." : text;
    }

    /// <summary>A value as JSON; one made in memory may be NaN or infinite, which JSON has no text for.</summary>
    public static string Text(JsonNode? node)
    {
        try
        {
            return node?.ToJsonString() ?? "null";
        }
        catch (ArgumentException)
        {
            return node is not JsonValue value ? "numbers that are not finite"
                : value.TryGetValue(out float number) ? $"{number}" : $"{value.GetValue<double>()}";
        }
    }

    /// <summary>Keras's data type entry; this library computes in float32 only.</summary>
    public static JsonObject Float32() => Policy("float32");

    /// <summary>Keras's data type entry for a name.</summary>
    public static JsonObject Policy(string dtype) => new()
    {
        ["module"] = "keras",
        ["class_name"] = "DTypePolicy",
        ["config"] = new JsonObject { ["name"] = dtype },
        ["registered_name"] = null,
    };

    /// <summary>Accepts the data type float32, written as a string or as a policy.</summary>
    /// <exception cref="NotSupportedException">It is another one.</exception>
    public static void ReadFloat32(ConfigReader reader)
    {
        JsonNode? node = reader.Node("dtype");
        if (node is null || DTypeName(reader) == "float32") return;
        throw new NotSupportedException(
            $"{reader.Owner}: expected the dtype 'float32', the only one supported, but the config says {Shortened(node)}. " +
            "Set 'dtype' to 'float32' or leave it out.");
    }

    /// <summary>The name of a data type that is written as a string or as a policy; null where it is neither.</summary>
    public static string? DTypeName(ConfigReader reader) => reader.Node("dtype") switch
    {
        JsonValue => reader.String("dtype"),
        JsonObject policy => policy["config"] is JsonObject config && config["name"] is JsonValue value
            && value.TryGetValue(out string? text) ? text : null,
        _ => null,
    };

    /// <summary>A pair as a list of two.</summary>
    /// <remarks>Not written <c>[size.Height, size.Width]</c>: that adds them as objects of any type, which takes reflection.</remarks>
    public static JsonArray Pair(Size2D size) => new(JsonValue.Create(size.Height), JsonValue.Create(size.Width));

    /// <summary>A number for each axis as a list.</summary>
    public static JsonArray Sizes(AxisSizes sizes)
    {
        var list = new JsonArray();
        for (int axis = 0; axis < sizes.Count; axis++) list.Add((JsonNode?)JsonValue.Create(sizes[axis]));
        return list;
    }

    /// <summary>Numbers as a list.</summary>
    public static JsonArray Ints(ReadOnlySpan<int> numbers)
    {
        var list = new JsonArray();
        foreach (int number in numbers) list.Add((JsonNode?)JsonValue.Create(number));
        return list;
    }

    /// <summary>Lengths as a list, with null for <see cref="Shape.Any"/>.</summary>
    public static JsonArray List(Shape shape)
    {
        var list = new JsonArray();
        foreach (int length in shape.AsSpan()) list.Add((JsonNode?)(length == Shape.Any ? null : JsonValue.Create(length)));
        return list;
    }
}
