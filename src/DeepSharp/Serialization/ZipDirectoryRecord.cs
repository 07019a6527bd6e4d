using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DeepSharp;

/// <summary>What the directory of a zip file says of one entry.</summary>
/// <param name="Name">The name: letters, digits, dot, hyphen and underscore, no path.</param>
/// <param name="Checksum">CRC-32 of the contents.</param>
/// <param name="Length">Bytes of the contents.</param>
/// <param name="Offset">Where the entry's own header begins.</param>
internal readonly record struct ZipDirectoryRecord(string Name, uint Checksum, long Length, long Offset)
{
    private const int FixedLength = 46;
    private const int MaxName = 100;
    private const ushort Zip64 = 1;

    // Bits 1 and 2 (how hard a packer tried), 3 (lengths repeated behind the contents) and 11 (names in UTF-8) change nothing here.
    private const int HarmlessFlags = 0x080E;

    private static readonly SearchValues<byte> s_nameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    /// <summary>Takes one record off the front of the directory.</summary>
    /// <exception cref="ModelFileException">It is no such record, or of an entry that a model file cannot have.</exception>
    public static ZipDirectoryRecord Read(ref ReadOnlySpan<byte> directory, FileSection file)
    {
        ReadOnlySpan<byte> record = directory;
        if (record.Length < FixedLength || !record.StartsWith("PK\x01\x02"u8))
        {
            throw file.Damaged("is damaged: the directory of the zip file ends too early.");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        if (record.Length - FixedLength < nameLength + extraLength + commentLength)
        {
            throw file.Damaged("is damaged: the directory of the zip file ends too early.");
        }

        directory = record[(FixedLength + nameLength + extraLength + commentLength)..];

        string name = ReadName(record.Slice(FixedLength, nameLength), file);
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        if ((flags & ~HarmlessFlags) != 0)
        {
            throw file.Damaged($"expected plain entries but {name} is encrypted or patched (flags 0x{flags:x4}).");
        }

        int method = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        if (method != 0)
        {
            throw file.Damaged(
                $"expected entries that are stored but {name} is compressed (method {method}). Pack the file again without compression.");
        }

        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        ReadLarge(record.Slice(FixedLength + nameLength, extraLength), ref length, ref packed, ref offset);
        if (packed != length)
        {
            throw file.Damaged($"is damaged: entry {name} is stored, but it is said to be {length:N0} and {packed:N0} bytes long.");
        }

        if (length > long.MaxValue || offset > long.MaxValue)
        {
            throw file.Damaged($"is damaged: entry {name} is said to lie outside of the file.");
        }

        return new ZipDirectoryRecord(name, BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), (long)length, (long)offset);
    }

    private static string ReadName(ReadOnlySpan<byte> bytes, FileSection file)
    {
        if (bytes.Length is > 0 and <= MaxName && bytes.IndexOfAnyExcept(s_nameBytes) < 0 && bytes[0] != '.')
        {
            return Encoding.ASCII.GetString(bytes);
        }

        string shown = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxName)]);
        throw file.Damaged($"expected entries with plain names, no folders, but got '{shown}'.");
    }

    // Lengths that do not fit 32 bits stand in a field of their own, in this order, those that do fit left out.
    private static void ReadLarge(ReadOnlySpan<byte> extra, ref ulong length, ref ulong packed, ref ulong offset)
    {
        while (extra.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            extra = extra[(4 + size)..];
            if (id != Zip64) continue;
            Take(ref field, ref length);
            Take(ref field, ref packed);
            Take(ref field, ref offset);
            return;
        }
    }

    private static void Take(ref ReadOnlySpan<byte> field, ref ulong value)
    {
        if (value != uint.MaxValue || field.Length < 8) return;
        value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        field = field[8..];
    }
}
