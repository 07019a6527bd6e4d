namespace DeepSharp;

/// <summary>Reads and writes named tensors as a safetensors file, the format in which weights are commonly exchanged.</summary>
/// <remarks>
/// <para>The format: 8 bytes with the length of the header, a header in JSON with name, type, shape and place of each tensor, and
/// the values, little-endian and row-major. A file holds no code. Everything in it is checked before memory is taken for it.</para>
/// <para>F32 is written. F32, F16, BF16, U8 and BOOL (0 and 1) are read exactly; I32 and I64 too, where a number that no float holds is an
/// error; F64 is rounded to the nearest float, ±infinity beyond the range of floats.</para>
/// </remarks>
/// <example><code>
/// Safetensors.Save("embeddings.safetensors", new Dictionary&lt;string, Tensor&gt; { ["words"] = words });
/// Tensor copy = Safetensors.Load("embeddings.safetensors")["words"];
/// </code></example>
public static class Safetensors
{
    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of their values in the file.</returns>
    /// <exception cref="ModelFileException">It is no safetensors file, is damaged, or holds what floats cannot hold.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path) => Load(path, out _);

    /// <summary>Reads all tensors of a file, and the texts that go with them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Texts by name; empty if the file has none.</param>
    /// <returns>The tensors by name, in the order of their values in the file.</returns>
    /// <exception cref="ModelFileException">It is no safetensors file, is damaged, or holds what floats cannot hold.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using FileStream stream = FileSection.OpenFile(path);
        return Load(stream, out metadata);
    }

    /// <summary>Reads all tensors from a stream's position to its end.</summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <returns>The tensors by name, in the order of their values in the file.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="ModelFileException">It is no safetensors file, is damaged, or holds what floats cannot hold.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream) => Load(stream, out _);

    /// <summary>Reads all tensors from a stream's position to its end, and the texts that go with them.</summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <param name="metadata">Texts by name; empty if the file has none.</param>
    /// <returns>The tensors by name, in the order of their values in the file.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="ModelFileException">It is no safetensors file, is damaged, or holds what floats cannot hold.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, out IReadOnlyDictionary<string, string> metadata)
    {
        var reader = new SafetensorsReader(FileSection.Open(stream, "Safetensors.Load"));
        metadata = reader.Metadata;
        return reader.Entries.ToDictionary(entry => entry.Name, reader.Read, StringComparer.Ordinal);
    }

    /// <summary>Writes tensors to a file: all of it or, if something fails, nothing.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="tensors">The tensors by name, written in this order as F32.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A name comes twice or is <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriter writer = Writer(tensors, metadata);
        AtomicFile.Write(path, overwrite: true, writer.WriteTo);
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <param name="stream">Writable; it stays open.</param>
    /// <param name="tensors">The tensors by name, written in this order as F32.</param>
    /// <param name="metadata">Texts to go with them.</param>
    /// <exception cref="ArgumentException">A name comes twice or is <c>__metadata__</c>.</exception>
    public static void Save(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Writer(tensors, metadata).WriteTo(stream);
    }

    private static SafetensorsWriter Writer(
        IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var writer = new SafetensorsWriter();
        foreach ((string name, Tensor tensor) in tensors) writer.Add(name, tensor);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>()) writer.Metadata.Add(key, value);
        return writer;
    }
}
