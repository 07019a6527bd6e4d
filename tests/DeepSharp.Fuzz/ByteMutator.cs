using System.Buffers.Binary;

namespace DeepSharp.Fuzz;

/// <summary>Changes bytes: flips, cuts, doublings, moves, and numbers at the ends of their ranges.</summary>
internal static class ByteMutator
{
    private static readonly ulong[] s_numbers =
        [0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue];

    /// <summary>A copy with one to four changes.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int changes = 1 + random.Next(4); changes > 0; changes--) bytes = Change(bytes, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return [(byte)random.Next(256)];
        int from = random.Next(bytes.Length), length = random.Next(1, Math.Min(64, bytes.Length - from) + 1);
        switch (random.Next(9))
        {
            case 0 or 1:
                bytes[from] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                bytes[from] = (byte)random.Next(256);
                return bytes;
            case 3:
                return bytes[..from];
            case 4:
                return [.. bytes[..from], .. bytes[(from + length)..]];
            case 5:
                return [.. bytes[..from], .. bytes[from..(from + length)], .. bytes[from..]];
            case 6:
                int to = random.Next(bytes.Length - length + 1);
                bytes.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
                return bytes;
            case 7:
                bytes.AsSpan(from, length).Fill((byte)random.Next(256));
                return bytes;
            default:
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(number, s_numbers[random.Next(s_numbers.Length)]);
                if (random.Next(4) == 0) number.Reverse();
                int width = Math.Min(1 << random.Next(4), bytes.Length - from);
                number[..width].CopyTo(bytes.AsSpan(from));
                return bytes;
        }
    }
}
