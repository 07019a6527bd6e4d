using System.Buffers.Binary;
using System.Text;

namespace DeepSharp.Tests.Serialization;

/// <summary>A zip file with all lengths and places in the fields of 64 bits, as files of more than 4 GB have them.</summary>
internal static class ZipBuilder
{
    public static byte[] Large(string name, byte[] content)
    {
        byte[] nameBytes = Encoding.ASCII.GetBytes(name);
        var crc = default(Crc32);
        crc.Add(content);
        const uint Elsewhere = uint.MaxValue;
        byte[] lengths = [.. Large(content.Length), .. Large(content.Length)];
        byte[] local =
        [
            .. "PK\x03\x04"u8, .. Word(45), .. Word(0), .. Word(0), .. Long(0), .. Long(crc.Value), .. Long(Elsewhere), .. Long(Elsewhere),
            .. Word(nameBytes.Length), .. Word(20), .. nameBytes, .. Word(1), .. Word(16), .. lengths, .. content,
        ];
        byte[] directory =
        [
            .. "PK\x01\x02"u8, .. Word(45), .. Word(45), .. Word(0), .. Word(0), .. Long(0), .. Long(crc.Value),
            .. Long(Elsewhere), .. Long(Elsewhere), .. Word(nameBytes.Length), .. Word(28), .. Word(0), .. Word(0), .. Word(0), .. Long(0),
            .. Long(Elsewhere), .. nameBytes, .. Word(1), .. Word(24), .. lengths, .. Large(0),
        ];
        return
        [
            .. local, .. directory,
            .. "PK\x06\x06"u8, .. Large(44), .. Word(45), .. Word(45), .. Long(0), .. Long(0), .. Large(1), .. Large(1),
            .. Large(directory.Length), .. Large(local.Length),
            .. "PK\x06\x07"u8, .. Long(0), .. Large(local.Length + directory.Length), .. Long(1),
            .. "PK\x05\x06"u8, .. Word(0), .. Word(0), .. Word(0xFFFF), .. Word(0xFFFF), .. Long(Elsewhere), .. Long(Elsewhere), .. Word(0),
        ];
    }

    private static byte[] Word(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Long(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Large(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
