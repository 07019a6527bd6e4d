using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A config as one line for people: <c>Adam 'adam' (learning_rate 0.001, beta_1 0.9, beta_2 0.999, epsilon 1E-07)</c>.</summary>
internal static class ConfigText
{
    /// <summary>Class, name and options; those that are null or false are left out.</summary>
    public static string Of(string className, string? name, JsonObject config)
    {
        string[] options = [.. config.Where(Shows).Select(entry => $"{entry.Key} {Text(entry.Value!)}")];
        string title = name is null ? className : $"{className} '{name}'";
        return options.Length == 0 ? title : $"{title} ({string.Join(", ", options)})";
    }

    private static bool Shows(KeyValuePair<string, JsonNode?> entry) =>
        entry.Key is not ("name" or "dtype") && entry.Value is { } value && value.GetValueKind() != JsonValueKind.False;

    private static string Text(JsonNode value) => value switch
    {
        JsonObject wrapped when wrapped["class_name"] is JsonValue name && wrapped["config"] is JsonObject config =>
            Of(name.ToString(), null, config),
        JsonValue single => single.ToString(),
        _ => ConfigSchema.Shortened(value),
    };
}
