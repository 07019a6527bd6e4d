using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DeepSharp;

/// <summary>Collects tensors and writes them as a safetensors file: F32, little-endian, in the order in which they were added.</summary>
internal sealed class SafetensorsWriter
{
    private const int FloatsAtOnce = 1 << 20;

    // Whole numbers come first, so that their 8 bytes begin at a multiple of 8.
    private readonly List<(string Name, long Value)> _wholes = [];
    private readonly List<(string Name, Tensor Tensor)> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { "__metadata__" };

    /// <summary>Texts to go with the tensors.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor; it is not copied.</summary>
    /// <exception cref="ArgumentException">The name is taken, or <c>__metadata__</c>.</exception>
    public void Add(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TakeName(name);
        _tensors.Add((name, tensor));
    }

    /// <summary>Adds a single whole number, as I64.</summary>
    public void Add(string name, long value)
    {
        TakeName(name);
        _wholes.Add((name, value));
    }

    /// <summary>The CRC-32 of all values, as they are to be written.</summary>
    public uint DataChecksum()
    {
        var crc = default(Crc32);
        WriteData(bytes => crc.Add(bytes));
        return crc.Value;
    }

    /// <summary>Makes sure that what <see cref="WriteTo"/> will write could be read again.</summary>
    /// <exception cref="ArgumentException">There are too many names, or texts that are none.</exception>
    public void CheckHeader() => Header();

    /// <summary>Writes the file.</summary>
    /// <exception cref="ArgumentException">As <see cref="CheckHeader"/>; nothing is written then.</exception>
    public void WriteTo(Stream stream)
    {
        byte[] header = Header();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        WriteData(stream.Write);
    }

    private void WriteData(ReadOnlySpanAction write)
    {
        Span<byte> whole = stackalloc byte[8];
        foreach ((string _, long value) in _wholes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(whole, value);
            write(whole);
        }

        foreach ((string _, Tensor tensor) in _tensors)
        {
            for (int done = 0; done < tensor.Size; done += FloatsAtOnce)
            {
                write(LittleEndian(tensor.Values.Slice(done, Math.Min(FloatsAtOnce, tensor.Size - done))));
            }
        }
    }

    private byte[] Header()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long offset = 0;
            foreach ((string name, long _) in _wholes) WriteEntry(json, name, "I64", [], ref offset, 8);
            foreach ((string name, Tensor tensor) in _tensors) WriteEntry(json, name, "F32", tensor.Shape, ref offset, 4L * tensor.Size);
            json.WriteEndObject();
        }

        // Spaces bring the data to a multiple of 8, as other writers of the format do.
        int padded = (text.WrittenCount + 7) / 8 * 8;
        if (padded > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"Safetensors: expected a header of at most {SafetensorsHeader.MaxLength:N0} bytes but the names take {padded:N0}.");
        }

        byte[] header = new byte[padded];
        text.WrittenSpan.CopyTo(header);
        header.AsSpan(text.WrittenCount).Fill((byte)' ');
        return header;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0) return;
        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in Metadata)
        {
            RequireName(key);
            if (!GivenName.IsText(value)) throw new ArgumentException($"Safetensors: the metadata '{key}' has half a surrogate pair.");
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, string type, Shape shape, ref long offset, long length)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (int axis in shape) json.WriteNumberValue(axis);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void TakeName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        RequireName(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"Safetensors: expected each name once, and none '__metadata__', but got '{name}'.", nameof(name));
        }
    }

    private static void RequireName(string name)
    {
        if (name.Length <= SafetensorsHeader.MaxName && GivenName.IsText(name)) return;
        throw new ArgumentException(
            $"Safetensors: expected names of at most {SafetensorsHeader.MaxName:N0} letters and no halves of surrogate pairs, but got " +
            $"'{NearestName.Shown(name)}', {name.Length:N0} letters.", nameof(name));
    }

    private static ReadOnlySpan<byte> LittleEndian(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian) return MemoryMarshal.AsBytes(values);
        int[] bits = new int[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(values), bits);
        return MemoryMarshal.AsBytes<int>(bits);
    }

    private delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
}
