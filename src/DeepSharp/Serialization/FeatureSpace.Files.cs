using System.Text;
using System.Text.Json.Nodes;

namespace DeepSharp;

public sealed partial class FeatureSpace
{
    /// <summary>Writes the space with all that it learned to a file of JSON: whole or not at all.</summary>
    /// <param name="path">The file, such as <c>features.json</c>.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <exception cref="IOException">The file is there and may not be replaced, or cannot be written.</exception>
    public void Save(string path, bool overwrite = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(ToJson());
        AtomicFile.Write(path, overwrite, stream => stream.Write(text.Span));
    }

    /// <summary>The space with all that it learned as JSON.</summary>
    public string ToJson() => ConfigJson.WriteLine(ToConfig(), "ToJson");

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged or no space; the message names what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FeatureSpace Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="ModelFileException">The text is no space; the message names what is wrong.</exception>
    public static FeatureSpace FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json), "FromJson");
    }

    private static FeatureSpace Read(byte[] bytes, string source)
    {
        var text = new FileSection(new MemoryStream(bytes), 0, bytes.Length, source);
        JsonObject config = ModelJson.Read(text);
        try
        {
            return LoadBudget.RunWithinMemory(LoadBudget.ValuesOfThisMachine, () => FromConfig(config));
        }
        catch (Exception error) when (error is not ModelFileException and not OutOfMemoryException)
        {
            throw text.Damaged(error.Message, error);
        }
    }
}
