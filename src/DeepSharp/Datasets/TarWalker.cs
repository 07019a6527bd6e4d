using System.Globalization;
using System.Text;

namespace DeepSharp.Datasets;

/// <summary>
/// Walks through the entries of a tar archive, from a stream that need not seek. Whatever the archive says, no more than a header and a
/// name are in memory, and no more than the limits is read.
/// </summary>
/// <param name="stream">The archive, unpacked.</param>
internal sealed class TarWalker(Stream stream)
{
    /// <summary>The longest entry that is about the next one, such as a long name, in bytes.</summary>
    public const int LongestMetadata = 16 * 1024;

    private const int MostHeaders = 256;

    private readonly byte[] _block = new byte[TarHeader.Length];
    private int _headers;
    private TarHeader _entry;
    private long _left;
    private long _padding;

    /// <summary>The path of the entry.</summary>
    public string Name => _entry.Name;

    /// <summary>The letter that says what the entry is; <c>0</c> for a file, <c>5</c> for a folder.</summary>
    public char Type => _entry.Type;

    /// <summary>Bytes of the entry, as the archive says.</summary>
    public long Size => _entry.Size;

    /// <summary>Goes to the next entry, over what is left of this one, which the caller has found short enough.</summary>
    /// <returns>False at the end of the archive.</returns>
    /// <exception cref="InvalidDataException">It is no archive, or one beyond the limits.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public bool MoveNext()
    {
        (string? name, long? size) = (null, null);
        while (true)
        {
            Skip(_left + _padding);
            if (!ReadHeader()) return false;
            switch (_entry.Type)
            {
                case 'x':
                    ReadPax(ReadMetadata(), ref name, ref size);
                    break;
                case 'L':
                    name = TarHeader.Text(ReadMetadata());
                    break;
                case 'g' or 'K' or 'V':
                    ReadMetadata();
                    break;
                default:
                    _entry = _entry with { Name = name ?? _entry.Name };
                    if (size is { } given) SetSize(given);
                    return true;
            }
        }
    }

    /// <summary>Fills a buffer from the entry.</summary>
    /// <exception cref="EndOfStreamException">The archive or the entry ends before.</exception>
    public void ReadExactly(Span<byte> buffer)
    {
        if (buffer.Length > _left) throw new EndOfStreamException("an entry is shorter than expected");
        stream.ReadExactly(buffer);
        _left -= buffer.Length;
    }

    private bool ReadHeader()
    {
        int got = stream.ReadAtLeast(_block, TarHeader.Length, throwOnEndOfStream: false);
        if (got == 0 && _headers > 0) return false;
        if (got < TarHeader.Length) throw new EndOfStreamException("a header is cut off");
        if (TarHeader.IsEnd(_block)) return false;
        if (++_headers > MostHeaders) throw new InvalidDataException($"there are more than {MostHeaders} headers");
        _entry = TarHeader.Read(_block);
        SetSize(_entry.Size);
        return true;
    }

    // Folders, links and devices have no contents, whatever their size says.
    private void SetSize(long size)
    {
        _entry = _entry with { Size = size };
        _left = _entry.Type is >= '1' and <= '6' ? 0 : size;
        _padding = -_left & (TarHeader.Length - 1);
    }

    private byte[] ReadMetadata()
    {
        if (_left > LongestMetadata)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"what is said of an entry takes {_left:N0} bytes, more than {LongestMetadata:N0}"));
        }

        byte[] content = new byte[_left];
        ReadExactly(content);
        return content;
    }

    // Lines such as "30 mtime=1350244992.023960108": the length of the line, a key and a value.
    private static void ReadPax(ReadOnlySpan<byte> lines, ref string? name, ref long? size)
    {
        while (!lines.IsEmpty)
        {
            int space = lines.IndexOf((byte)' ');
            bool isLength = int.TryParse(
                space < 0 ? default : lines[..space], NumberStyles.None, CultureInfo.InvariantCulture, out int length);
            if (!isLength || length <= space + 1 || length > lines.Length || lines[length - 1] != '\n')
            {
                throw new InvalidDataException("what is said of an entry is no list of keys and values");
            }

            ReadOnlySpan<byte> line = lines[(space + 1)..(length - 1)];
            lines = lines[length..];
            int equals = line.IndexOf((byte)'=');
            if (equals < 0) throw new InvalidDataException("what is said of an entry lacks a value");
            ReadOnlySpan<byte> key = line[..equals], value = line[(equals + 1)..];
            if (key.SequenceEqual("path"u8)) name = TarHeader.Text(value);
            else if (key.StartsWith("GNU.sparse."u8)) throw new InvalidDataException("an entry is a sparse file");
            else if (key.SequenceEqual("size"u8))
            {
                size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long given)
                    ? given : throw new InvalidDataException($"the size of an entry is '{Encoding.UTF8.GetString(value)}'");
            }
        }
    }

    private void Skip(long count)
    {
        for (; count > 0; count -= Math.Min(count, TarHeader.Length))
        {
            stream.ReadExactly(_block, 0, (int)Math.Min(count, TarHeader.Length));
        }

        (_left, _padding) = (0, 0);
    }
}
