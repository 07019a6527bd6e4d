using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>Reads tensors of a safetensors file whose header has been checked: values go straight to where they are wanted.</summary>
internal sealed class SafetensorsReader
{
    private const int BufferLength = 1 << 16;
    private const int FloatsAtOnce = 1 << 24;

    private readonly FileSection _file;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="ModelFileException">The file is no safetensors file, or a damaged one.</exception>
    public SafetensorsReader(FileSection file)
    {
        _file = file;
        _header = SafetensorsHeader.Read(file);
        _byName = _header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, for errors about what is in it.</summary>
    public FileSection File => _file;

    /// <summary>The tensors, in the order of their values.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The texts that go with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensor of a name, or null.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The CRC-32 of all values.</summary>
    public uint DataChecksum() => _file.Checksum(_header.DataStart);

    /// <summary>A tensor with its values.</summary>
    public Tensor Read(SafetensorsEntry entry)
    {
        Tensor tensor = Tensor.Zeros(entry.Shape);
        Read(entry, tensor.Span);
        return tensor;
    }

    /// <summary>Reads the values of a tensor into a span of as many floats.</summary>
    /// <exception cref="ModelFileException">A value is none of its type, or a whole number that no float holds.</exception>
    public void Read(SafetensorsEntry entry, Span<float> destination)
    {
        if (entry.Type.Name == "F32" && BitConverter.IsLittleEndian) ReadFloats(entry, destination);
        else Convert(entry, destination);
    }

    /// <summary>A single whole number.</summary>
    /// <exception cref="ModelFileException">It is no I64 or I32, or not single.</exception>
    public long ReadWhole(SafetensorsEntry entry)
    {
        if (entry.Count != 1 || entry.Type.Name is not ("I64" or "I32"))
        {
            throw _file.Damaged($"expected '{entry.Name}' to be one I64 but it is {entry.Type.Name} {entry.Shape}.");
        }

        Span<byte> bytes = stackalloc byte[entry.Type.Size];
        _file.Read(_header.DataStart + entry.Begin, bytes);
        return bytes.Length == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    // Bytes of a span are counted in 32 bits, floats of a tensor too: the largest tensors go in parts.
    private void ReadFloats(SafetensorsEntry entry, Span<float> destination)
    {
        long offset = _header.DataStart + entry.Begin;
        while (!destination.IsEmpty)
        {
            Span<float> part = destination[..Math.Min(destination.Length, FloatsAtOnce)];
            _file.Read(offset, MemoryMarshal.AsBytes(part));
            offset += 4L * part.Length;
            destination = destination[part.Length..];
        }
    }

    private void Convert(SafetensorsEntry entry, Span<float> destination)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int atOnce = BufferLength / entry.Type.Size;
            for (int done = 0; done < destination.Length; done += atOnce)
            {
                Span<float> part = destination.Slice(done, Math.Min(atOnce, destination.Length - done));
                Span<byte> bytes = buffer.AsSpan(0, part.Length * entry.Type.Size);
                _file.Read(_header.DataStart + entry.Begin + (long)done * entry.Type.Size, bytes);
                int wrong = entry.Type.Convert(bytes, part);
                if (wrong >= 0)
                {
                    throw _file.Damaged(
                        $"value {done + wrong} of '{entry.Name}', {entry.Type.Name} {entry.Shape}, " +
                        "cannot be held by a 32-bit float exactly.");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
