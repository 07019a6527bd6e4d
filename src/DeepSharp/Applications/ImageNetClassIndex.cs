using System.Text.Json;

namespace DeepSharp;

/// <summary>Keras's file of the names of ImageNet's classes: <c>{"0": ["n01440764", "tench"], ...}</c>.</summary>
internal static class ImageNetClassIndex
{
    private const string FileName = "imagenet_class_index.json";
    private const string Source = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json";

    // Keras's has 35 thousand bytes.
    private const long LargestFile = 1 << 20;

    /// <summary>The names, class by class.</summary>
    /// <param name="path">The file; null for where Keras keeps it.</param>
    /// <param name="count">The number of classes.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is another file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (string ClassName, string Description)[] Read(string? path, int count)
    {
        string file = path ?? Path.Combine(KerasFolder(Environment.GetEnvironmentVariable), "models", FileName);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException(
                $"Applications.DecodePredictions: expected {FileName}, which has the names of the classes, at {file}, but there is no " +
                $"such file. Nothing is downloaded here: give the path of a copy as classIndex, or put one there from {Source}.",
                file);
        }

        using FileStream stream = FileSection.OpenFile(file);
        if (stream.Length > LargestFile) throw Wrong(file, $"it has {stream.Length:N0} bytes");
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            var names = new (string, string)[count];
            for (int i = 0; i < count; i++) names[i] = NameOf(document.RootElement, i) ?? throw Wrong(file, $"class {i} is not there");
            return names;
        }
        catch (JsonException error)
        {
            throw Wrong(file, error.Message, error);
        }
    }

    /// <summary>Keras's folder: the environment variable <c>KERAS_HOME</c>, else <c>.keras</c> in the user's.</summary>
    public static string KerasFolder(Func<string, string?> environment) => environment("KERAS_HOME") is { Length: > 0 } given
        ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".keras");

    private static (string, string)? NameOf(JsonElement classes, int number)
    {
        bool isThere = classes.ValueKind == JsonValueKind.Object && classes.TryGetProperty($"{number}", out JsonElement entry)
            && entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 2
            && entry[0].ValueKind == JsonValueKind.String && entry[1].ValueKind == JsonValueKind.String;
        if (!isThere) return null;
        JsonElement pair = classes.GetProperty($"{number}");
        return (pair[0].GetString()!, pair[1].GetString()!);
    }

    private static InvalidDataException Wrong(string file, string what, Exception? cause = null) => new(
        $"Applications.DecodePredictions: expected {file} to be {FileName}, with a pair of names for each class, but " +
        $"{what.TrimEnd('.')}. " +
        $"Keras's is at {Source}.",
        cause);
}
