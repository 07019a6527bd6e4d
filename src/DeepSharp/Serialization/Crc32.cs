using System.Buffers.Binary;

namespace DeepSharp;

/// <summary>The checksum of zip files: CRC-32 of IEEE 802.3, polynomial 0xEDB88320 with the low bit first.</summary>
internal struct Crc32
{
    // Row k maps a byte to its effect on the checksum k bytes later, so that eight bytes take eight look-ups and no chain between them
    // (Kounavis and Berry 2008, "Novel table lookup-based algorithms for high-performance CRC generation").
    private static readonly uint[][] s_tables = MakeTables();

    private uint _state;

    /// <summary>The checksum of everything added; 0 of nothing.</summary>
    public readonly uint Value => _state;

    /// <summary>Adds bytes at the end.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_state;
        uint[] t0 = s_tables[0], t1 = s_tables[1], t2 = s_tables[2], t3 = s_tables[3];
        uint[] t4 = s_tables[4], t5 = s_tables[5], t6 = s_tables[6], t7 = s_tables[7];
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t7[(byte)low] ^ t6[(byte)(low >> 8)] ^ t5[(byte)(low >> 16)] ^ t4[low >> 24]
                ^ t3[(byte)high] ^ t2[(byte)(high >> 8)] ^ t1[(byte)(high >> 16)] ^ t0[high >> 24];
        }

        foreach (byte value in bytes) crc = t0[(byte)crc ^ value] ^ (crc >> 8);
        _state = ~crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            tables[0][value] = crc;
        }

        for (int row = 1; row < 8; row++)
        {
            for (int value = 0; value < 256; value++)
            {
                uint before = tables[row - 1][value];
                tables[row][value] = tables[0][(byte)before] ^ (before >> 8);
            }
        }

        return tables;
    }
}
