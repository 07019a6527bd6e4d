using System.Buffers.Binary;
using System.Numerics;

namespace DeepSharp.Layers;

/// <summary>The 64-bit fingerprint of FarmHash, which is the same on every machine.</summary>
/// <remarks>https://github.com/google/farmhash: <c>farmhashna::Hash64</c>. Numbers are read least significant byte first.</remarks>
internal static class FarmHash
{
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    private const int Block = 64;

    public static ulong Fingerprint64(ReadOnlySpan<byte> s) => s.Length switch
    {
        <= 16 => Hash0To16(s),
        <= 32 => Hash17To32(s),
        <= Block => Hash33To64(s),
        _ => HashLong(s),
    };

    private static ulong Hash0To16(ReadOnlySpan<byte> s)
    {
        ulong length = (ulong)s.Length, mul = K2 + length * 2;
        switch (s.Length)
        {
            case >= 8:
                ulong a = Word(s, 0) + K2, b = Word(s, s.Length - 8);
                ulong c = BitOperations.RotateRight(b, 37) * mul + a, d = (BitOperations.RotateRight(a, 25) + b) * mul;
                return Hash16(c, d, mul);
            case >= 4:
                return Hash16(length + ((ulong)Half(s, 0) << 3), Half(s, s.Length - 4), mul);
            case > 0:
                uint y = s[0] + ((uint)s[s.Length >> 1] << 8), z = (uint)s.Length + ((uint)s[^1] << 2);
                return Mixed(y * K2 ^ z * K0) * K2;
            default:
                return K2;
        }
    }

    private static ulong Hash17To32(ReadOnlySpan<byte> s)
    {
        int end = s.Length;
        ulong mul = K2 + (ulong)end * 2;
        ulong a = Word(s, 0) * K1, b = Word(s, 8), c = Word(s, end - 8) * mul, d = Word(s, end - 16) * K2;
        return Hash16(
            BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d,
            a + BitOperations.RotateRight(b + K2, 18) + c, mul);
    }

    private static ulong Hash33To64(ReadOnlySpan<byte> s)
    {
        int end = s.Length;
        ulong mul = K2 + (ulong)end * 2;
        ulong a = Word(s, 0) * K2, b = Word(s, 8), c = Word(s, end - 8) * mul, d = Word(s, end - 16) * K2;
        ulong y = BitOperations.RotateRight(a + b, 43) + BitOperations.RotateRight(c, 30) + d;
        ulong z = Hash16(y, a + BitOperations.RotateRight(b + K2, 18) + c, mul);
        ulong e = Word(s, 16) * mul, f = Word(s, 24), g = (y + Word(s, end - 32)) * mul, h = (z + Word(s, end - 24)) * mul;
        return Hash16(
            BitOperations.RotateRight(e + f, 43) + BitOperations.RotateRight(g, 30) + h,
            e + BitOperations.RotateRight(f + a, 18) + g, mul);
    }

    private static ulong HashLong(ReadOnlySpan<byte> s)
    {
        const ulong Seed = 81;
        ulong x = Seed, y = unchecked(Seed * K1 + 113), z = Mixed(y * K2 + 113) * K2;
        (ulong First, ulong Second) v = (0, 0), w = (0, 0);
        x = x * K2 + Word(s, 0);
        int last = (s.Length - 1) / Block * Block;
        for (int at = 0; at < last; at += Block)
        {
            x = BitOperations.RotateRight(x + y + v.First + Word(s, at + 8), 37) * K1;
            y = BitOperations.RotateRight(y + v.Second + Word(s, at + 48), 42) * K1;
            x ^= w.Second;
            y += v.First + Word(s, at + 40);
            z = BitOperations.RotateRight(z + w.First, 33) * K1;
            v = Weak(s[at..], v.Second * K1, x + w.First);
            w = Weak(s[(at + 32)..], z + w.Second, y + Word(s, at + 16));
            (z, x) = (x, z);
        }

        // The last 64 bytes, whole, though some were in the block before.
        int tail = s.Length - Block;
        ulong mul = K1 + ((z & 0xff) << 1);
        w.First += (ulong)((s.Length - 1) & 63);
        v.First += w.First;
        w.First += v.First;
        x = BitOperations.RotateRight(x + y + v.First + Word(s, tail + 8), 37) * mul;
        y = BitOperations.RotateRight(y + v.Second + Word(s, tail + 48), 42) * mul;
        x ^= w.Second * 9;
        y += v.First * 9 + Word(s, tail + 40);
        z = BitOperations.RotateRight(z + w.First, 33) * mul;
        v = Weak(s[tail..], v.Second * mul, x + w.First);
        w = Weak(s[(tail + 32)..], z + w.Second, y + Word(s, tail + 16));
        (z, x) = (x, z);
        return Hash16(Hash16(v.First, w.First, mul) + Mixed(y) * K0 + z, Hash16(v.Second, w.Second, mul) + x, mul);
    }

    private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong w = Word(s, 0), x = Word(s, 8), y = Word(s, 16), z = Word(s, 24);
        a += w;
        b = BitOperations.RotateRight(b + a + z, 21);
        ulong c = a;
        a += x + y;
        b += BitOperations.RotateRight(a, 44);
        return (a + z, b + c);
    }

    private static ulong Hash16(ulong u, ulong v, ulong mul)
    {
        ulong a = (u ^ v) * mul;
        a ^= a >> 47;
        ulong b = (v ^ a) * mul;
        b ^= b >> 47;
        return b * mul;
    }

    private static ulong Mixed(ulong value) => value ^ (value >> 47);

    private static ulong Word(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static uint Half(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);
}
