using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads the JSON of model files within limits.</summary>
internal static class ModelJson
{
    // Layers are compared with each other when they are put together: what is fine for thousands would take hours for millions.
    private const int MaxObjects = 20_000;
    private const int MaxDepth = 128;

    /// <summary>The object that a file consists of.</summary>
    /// <exception cref="ModelFileException">
    /// The file is too long, is no JSON, holds no object, names something twice, or describes too many layers.
    /// </exception>
    public static JsonObject Read(FileSection file, int maxLength)
    {
        byte[] text = file.ReadAll(maxLength);
        try
        {
            Scan(text, file);
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            return JsonNode.Parse(text, documentOptions: options) as JsonObject ?? throw file.Damaged("expected a JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string of bytes or escapes that are no text.
            throw file.Damaged($"expected JSON but cannot read it: {error.Message}", error);
        }
    }

    // A document makes its strings when they are asked for, which may be deep inside a layer: better here.
    private static void Scan(ReadOnlySpan<byte> text, FileSection file)
    {
        int objects = 0;
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) continue;
            bool isClass = reader.GetString() == "class_name" && reader.TokenType == JsonTokenType.PropertyName;
            if (isClass && ++objects > MaxObjects)
            {
                throw file.Damaged($"expected at most {MaxObjects:N0} objects (layers, initializers and so on) but there are more.");
            }
        }
    }
}
