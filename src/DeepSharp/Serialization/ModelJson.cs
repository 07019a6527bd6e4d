using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads the JSON of model files within the limits of <see cref="ConfigJson"/>.</summary>
internal static class ModelJson
{
    /// <summary>The object that a file consists of.</summary>
    /// <exception cref="ModelFileException">
    /// The file is too long, is no JSON, holds no object, names something twice, or describes too many layers.
    /// </exception>
    public static JsonObject Read(FileSection file, int maxLength = ConfigJson.MaxLength)
    {
        byte[] text = file.ReadAll(maxLength);
        try
        {
            if (ConfigJson.Fault(text) is { } fault) throw file.Damaged(fault);
            return ConfigJson.Parse(text) ?? throw file.Damaged("expected a JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string of bytes or escapes that are no text.
            throw file.Damaged($"expected JSON but cannot read it: {error.Message}", error);
        }
    }
}
