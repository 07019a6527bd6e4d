using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Writes and reads the JSON of models within limits: what the one writes the other reads, and what it would not read is not written.
/// </summary>
internal static class ConfigJson
{
    /// <summary>Bytes of the longest text.</summary>
    public const int MaxLength = 1 << 26;

    /// <summary>Layers, initializers, tensors of a graph and so on. A Dense in a functional model is five of them.</summary>
    public const int MaxObjects = 50_000;

    /// <summary>Objects and lists inside each other. Each model inside a model takes three.</summary>
    public const int MaxDepth = 512;

    // Where 500 objects lie inside each other, the lines of a text for people begin with 1,000 spaces.
    private const int MaxIndented = 1 << 20;
    private const int MaxIndentedDepth = 64;
    private const int MostKept = 64;

    private static string TooMany => $"expected at most {MaxObjects:N0} objects (layers, initializers and so on) but there are more.";

    /// <summary>Refuses a description while it is made, which would have more objects than is allowed before it is whole.</summary>
    /// <param name="objects">Those that are there already.</param>
    /// <exception cref="InvalidOperationException">They are too many.</exception>
    public static void RequireFew(int objects)
    {
        if (objects > MaxObjects) throw Beyond("ToConfig", TooMany);
    }

    /// <summary>JSON as UTF-8: with line ends and spaces for people, where that does not make it much longer.</summary>
    /// <exception cref="InvalidOperationException">It is beyond the limits, or a text in it is none.</exception>
    public static ReadOnlyMemory<byte> Write(JsonObject json, string method)
    {
        ReadOnlyMemory<byte> text = Text(json, isIndented: false, method);
        return text.Length <= MaxIndented && DepthOf(text.Span) <= MaxIndentedDepth ? Text(json, isIndented: true, method) : text;
    }

    /// <summary>JSON in one line.</summary>
    /// <exception cref="InvalidOperationException">It is beyond the limits, or a text in it is none.</exception>
    public static string WriteLine(JsonObject json, string method) => Encoding.UTF8.GetString(Text(json, isIndented: false, method).Span);

    /// <summary>JSON as if it had been written and read: numbers made in memory keep their types, those from a text convert.</summary>
    /// <exception cref="InvalidOperationException">It is beyond the limits, or a text in it is none.</exception>
    public static JsonObject Copy(JsonObject json, string method) => Parse(Text(json, isIndented: false, method).Span)!;

    /// <summary>Reads a text that <see cref="Fault"/> finds nothing wrong with; null if it is no object.</summary>
    /// <exception cref="JsonException">It is no JSON, or is nested too deeply.</exception>
    public static JsonObject? Parse(ReadOnlySpan<byte> text) =>
        JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth }) as JsonObject;

    /// <summary>What is beyond the limits in a text, or named twice in one object, in words; null if nothing is.</summary>
    /// <remarks>
    /// A document makes its strings when they are asked for, which may be deep inside a layer: better here. That it looks for names that
    /// come twice itself takes cryptography, which ends the process where OpenSSL is missing.
    /// </remarks>
    /// <exception cref="JsonException">It is no JSON, or is nested too deeply.</exception>
    /// <exception cref="InvalidOperationException">A string has bytes or escapes that are no text.</exception>
    public static string? Fault(ReadOnlySpan<byte> text)
    {
        int objects = 0;
        Stack<HashSet<string>> names = [], free = [];
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(free.TryPop(out HashSet<string>? unused) ? unused : new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    HashSet<string> ended = names.Pop();
                    if (ended.Count > MostKept) break; // It would be large for ever, and clearing it slow.
                    ended.Clear();
                    free.Push(ended);
                    break;
                case JsonTokenType.String:
                    reader.GetString();
                    break;
                case JsonTokenType.PropertyName:
                    string name = reader.GetString()!;
                    if (!names.Peek().Add(name))
                    {
                        return $"expected each name once in an object but '{NearestName.Shown(name)}' is there twice.";
                    }

                    if (name != "class_name" || ++objects <= MaxObjects) break;
                    return TooMany;
            }
        }

        return null;
    }

    private static ReadOnlyMemory<byte> Text(JsonObject json, bool isIndented, string method)
    {
        // Names such as MyApp>Scale stay readable; no one puts these files into a web page.
        var options = new JsonWriterOptions
        {
            Indented = isIndented,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
        };
        var buffer = new ArrayBufferWriter<byte>();
        string? beyond;
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, options)) json.WriteTo(writer);
            beyond = buffer.WrittenCount > MaxLength
                ? $"expected at most {MaxLength:N0} bytes but there are more."
                : Fault(buffer.WrittenSpan) ?? Broken(json, buffer.WrittenSpan);
        }
        catch (ArgumentException error)
        {
            beyond = error.Message; // A number that is none, in the config of a custom class.
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The writer's own words speak of arrays and indentation.
            beyond = $"expected objects and lists nested at most {MaxDepth:N0} deep (models inside models, say) but they are deeper.";
        }

        return beyond is null ? buffer.WrittenMemory : throw Beyond(method, beyond);
    }

    private static InvalidOperationException Beyond(string method, string beyond) => new(
        $"{method}: the model cannot be described in a file that could be read again: {beyond} " +
        "SaveWeights writes its weights alone, and LoadWeights reads them into a model made by the same code.");

    // The writer puts U+FFFD in the place of what is no character: it would be read as another text.
    private static string? Broken(JsonObject json, ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\\uFFFD"u8) < 0 && text.IndexOf("\uFFFD"u8) < 0) return null;
        return Find(json) is { } broken
            ? $"expected texts of whole characters but '{broken}' has half a surrogate pair." : null;

        static string? Find(JsonNode? node) => node switch
        {
            JsonObject named => named.Select(entry => GivenName.IsText(entry.Key) ? Find(entry.Value) : entry.Key).FirstOrDefault(IsFound),
            JsonArray list => list.Select(Find).FirstOrDefault(IsFound),
            JsonValue value when value.TryGetValue(out string? single) && !GivenName.IsText(single) => single,
            _ => null,
        };

        static bool IsFound(string? found) => found is not null;
    }

    private static int DepthOf(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read()) depth = Math.Max(depth, reader.CurrentDepth);
        return depth;
    }
}
