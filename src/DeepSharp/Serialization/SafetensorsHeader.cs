using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace DeepSharp;

/// <summary>
/// Reads the header of a safetensors file and checks all of it: nothing that it says is used for an allocation or an offset before the file
/// is known to be long enough for it.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The limit that the format itself sets to a header.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>Letters of the longest name. The name of a weight has a part for each model that it lies in.</summary>
    public const int MaxName = 65_536;

    private const string MetadataKey = "__metadata__";
    private const int MaxDepth = 4;

    private readonly FileSection _file;
    private readonly long _dataLength;
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _metadata;

    private SafetensorsHeader(FileSection file, long dataStart)
    {
        _file = file;
        DataStart = dataStart;
        _dataLength = file.Length - dataStart;
    }

    /// <summary>Where the values begin in the file.</summary>
    public long DataStart { get; }

    /// <summary>The tensors, in the order of their values.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>The texts that go with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata ?? [];

    /// <exception cref="ModelFileException">The file is no safetensors file, or a damaged one.</exception>
    public static SafetensorsHeader Read(FileSection file)
    {
        if (file.Length < 8) throw file.Damaged($"expected a safetensors file, which has 8 bytes or more, but it has {file.Length}.");
        Span<byte> start = stackalloc byte[8];
        file.Read(0, start);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxLength || length > (ulong)file.Length - 8)
        {
            throw file.Damaged(
                $"expected a safetensors file, but its first 8 bytes announce a header of {length:N0} bytes where at most " +
                $"{Math.Min(MaxLength, file.Length - 8):N0} can be. It is cut short, or of another kind.");
        }

        byte[] text = new byte[length];
        file.Read(8, text);
        var header = new SafetensorsHeader(file, 8 + (long)length);
        try
        {
            header.Parse(text);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string of bytes or escapes that are no text.
            throw file.Damaged($"expected a JSON header but cannot read it: {error.Message}", error);
        }

        header.CheckData();
        return header;
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        while (NextName(ref reader) is { } name)
        {
            if (name == MetadataKey) ReadMetadata(ref reader);
            else ReadEntry(ref reader, name);
        }

        // Whatever but spaces follows the object is an error of the reader's own.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (_metadata is not null) throw _file.Damaged($"holds '{MetadataKey}' twice.");
        _metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, $"'{MetadataKey}' to be an object");
        while (NextName(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"the metadata '{key}' to be a string");
            if (!_metadata.TryAdd(key, reader.GetString()!)) throw _file.Damaged($"holds the metadata '{key}' twice.");
        }
    }

    private void ReadEntry(ref Utf8JsonReader reader, string name)
    {
        if (!_names.Add(name)) throw _file.Damaged($"holds the tensor '{name}' twice.");
        SafetensorsType? type = null;
        Shape? shape = null;
        (long Begin, long End)? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}' to be an object");
        while (NextName(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null: type = ReadType(ref reader, name); break;
                case "shape" when shape is null: shape = ReadShape(ref reader, name); break;
                case "data_offsets" when offsets is null: offsets = ReadOffsets(ref reader, name); break;
                default: throw _file.Damaged($"expected dtype, shape and data_offsets once for tensor '{name}' but got another '{key}'.");
            }
        }

        if (type is null || shape is not { } known || offsets is not { } range)
        {
            throw _file.Damaged($"expected dtype, shape and data_offsets for tensor '{name}' but one is missing.");
        }

        CheckLength(name, type, known, range.Begin, range.End);
        _entries.Add(new SafetensorsEntry(name, type, known, range.Begin, range.End));
    }

    private SafetensorsType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"the dtype of '{name}' to be a string");
        string type = reader.GetString()!;
        if (SafetensorsType.Table.TryGet(type, out SafetensorsType? found)) return found!;
        string known = string.Join(", ", SafetensorsType.Table.Names);
        throw _file.Damaged($"tensor '{name}' is of type '{Shorten(type)}'. Types that are read: {known}.");
    }

    private Shape ReadShape(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"the shape of '{name}' to be a list");
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        int rank = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (rank == Shape.MaxRank) throw _file.Damaged($"expected at most {Shape.MaxRank} axes for tensor '{name}' but got more.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int length) || length < 0)
            {
                throw _file.Damaged($"expected lengths from 0 to {int.MaxValue} in the shape of '{name}' but got {Token(ref reader)}.");
            }

            lengths[rank++] = length;
        }

        return Shape.Create(lengths[..rank]);
    }

    private (long Begin, long End) ReadOffsets(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"the data_offsets of '{name}' to be a list");
        long begin = ReadOffset(ref reader, name);
        long end = ReadOffset(ref reader, name);
        Expect(ref reader, JsonTokenType.EndArray, $"two data_offsets for '{name}'");
        if (begin <= end) return (begin, end);
        throw _file.Damaged($"expected the data_offsets of '{name}' in order but got {begin} and {end}.");
    }

    private long ReadOffset(ref Utf8JsonReader reader, string name)
    {
        bool isNumber = reader.Read() && reader.TokenType == JsonTokenType.Number;
        if (isNumber && reader.TryGetInt64(out long offset) && offset >= 0 && offset <= _dataLength) return offset;
        throw _file.Damaged($"expected the data_offsets of '{name}' to be two places from 0 to {_dataLength} but got {Token(ref reader)}.");
    }

    private void CheckLength(string name, SafetensorsType type, Shape shape, long begin, long end)
    {
        long count;
        try
        {
            count = shape.Size;
        }
        catch (ShapeException error)
        {
            throw _file.Damaged($"tensor '{name}' has too many values: {error.Message}", error);
        }

        // At most 2^31 values of at most 8 bytes: no overflow.
        if (count * type.Size != end - begin)
        {
            throw _file.Damaged(
                $"expected {count * type.Size} bytes for tensor '{name}', {type.Name} {shape}, but its data_offsets {begin} and {end} " +
                $"give {end - begin}.");
        }
    }

    // As the format demands: the tensors cover the data without gaps and without sharing bytes.
    private void CheckData()
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long next = 0;
        foreach (SafetensorsEntry entry in _entries)
        {
            if (entry.Begin != next)
            {
                throw _file.Damaged(
                    $"expected the data of '{entry.Name}' to begin at {next}, where that before it ends, but it begins at {entry.Begin}: " +
                    $"{(entry.Begin < next ? "two tensors share bytes" : "bytes belong to no tensor")}.");
            }

            next = entry.End;
        }

        if (next != _dataLength)
        {
            throw _file.Damaged($"expected {next} bytes of data but the file has {_dataLength}. It is cut short, or something was added.");
        }
    }

    private string? NextName(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return null;
        string name = reader.GetString()!;
        if (name.Length <= MaxName) return name;
        throw _file.Damaged($"expected names of at most {MaxName} letters but got '{Shorten(name)}'.");
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type) throw _file.Damaged($"expected {what} in the header but got {Token(ref reader)}.");
    }

    private static string Token(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number ? Shorten(Encoding.UTF8.GetString(reader.ValueSpan)) : reader.TokenType.ToString();

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "...";
}
