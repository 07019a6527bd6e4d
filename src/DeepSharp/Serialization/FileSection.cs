using System.Buffers;

namespace DeepSharp;

/// <summary>A part of a seekable stream: a whole file, or one entry of it. Knows what to call itself in errors.</summary>
/// <param name="stream">Where the bytes are.</param>
/// <param name="start">Where the section begins in the stream.</param>
/// <param name="length">Bytes in the section.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="entry">What errors call the entry of the file; null for the file itself.</param>
internal sealed class FileSection(Stream stream, long start, long length, string file, string? entry = null)
{
    private const int BufferLength = 1 << 17;

    /// <summary>Bytes in the section.</summary>
    public long Length => length;

    /// <summary>Everything from the stream's position on.</summary>
    /// <exception cref="ArgumentException">The stream cannot be read, or not from any place.</exception>
    public static FileSection Open(Stream stream, string method)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
        {
            throw new ArgumentException(
                $"{method}: expected a stream that can be read and can seek. Copy it to a MemoryStream or a file first.", nameof(stream));
        }

        return new FileSection(stream, stream.Position, stream.Length - stream.Position, (stream as FileStream)?.Name ?? "stream");
    }

    /// <summary>Opens a file for reading. Others may read it, and may put another in its place, but not write it.</summary>
    public static FileStream OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        const FileShare Others = FileShare.Read | FileShare.Delete;
        return new FileStream(path, FileMode.Open, FileAccess.Read, Others, bufferSize: 1, FileOptions.SequentialScan);
    }

    /// <summary>A part of this section. The caller has checked that it lies inside.</summary>
    public FileSection Slice(long offset, long count, string name) => new(stream, start + offset, count, file, name);

    /// <summary>Fills a span from a place in the section.</summary>
    /// <exception cref="ModelFileException">The section ends before.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || destination.Length > length - offset)
        {
            throw Damaged($"expected {destination.Length} bytes at {offset} but it ends at {length}.");
        }

        stream.Position = start + offset;
        try
        {
            stream.ReadExactly(destination);
        }
        catch (EndOfStreamException error)
        {
            throw Damaged("became shorter while it was read. Let nothing else write it.", error);
        }
    }

    /// <summary>All bytes, of which there may not be more than a limit.</summary>
    /// <exception cref="ModelFileException">There are more.</exception>
    public byte[] ReadAll(int limit)
    {
        if (length > limit) throw Damaged($"expected at most {limit:N0} bytes but it has {length:N0}.");
        byte[] bytes = new byte[length];
        Read(0, bytes);
        return bytes;
    }

    /// <summary>The CRC-32 of the bytes from a place to the end.</summary>
    public uint Checksum(long from = 0)
    {
        var crc = default(Crc32);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            for (long offset = from; offset < length; offset += BufferLength)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min(BufferLength, length - offset));
                Read(offset, part);
                crc.Add(part);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return crc.Value;
    }

    /// <summary>The exception for a section that is not what it should be.</summary>
    public ModelFileException Damaged(string what, Exception? cause = null) => new(file, entry, what, cause);
}
