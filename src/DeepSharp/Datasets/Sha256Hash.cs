using System.Buffers.Binary;
using System.Numerics;

namespace DeepSharp.Datasets;

/// <summary>SHA-256, FIPS 180-4 section 6.2. The one of .NET ends the process where OpenSSL is missing, as in slim containers.</summary>
internal static class Sha256Hash
{
    private const int BlockLength = 64;
    private const int BlocksAtOnce = 1024;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static readonly uint[] s_constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The 32 bytes for all that a stream has from where it stands.</summary>
    public static byte[] Of(Stream stream)
    {
        // Of the square roots of the first eight primes (section 5.3.3).
        uint[] state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        byte[] buffer = new byte[BlocksAtOnce * BlockLength];
        ulong length = 0;
        int got;
        do
        {
            got = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            length += (ulong)got;
            AddBlocks(state, buffer.AsSpan(0, got / BlockLength * BlockLength));
        }
        while (got == buffer.Length);

        // A bit that is set, zeros, and the length in bits fill up the last block or two (section 5.1.1).
        Span<byte> end = stackalloc byte[2 * BlockLength];
        end.Clear();
        int rest = got % BlockLength;
        buffer.AsSpan(got - rest, rest).CopyTo(end);
        end[rest] = 0x80;
        end = end[..(rest < BlockLength - 8 ? BlockLength : 2 * BlockLength)];
        BinaryPrimitives.WriteUInt64BigEndian(end[^8..], 8 * length);
        AddBlocks(state, end);

        byte[] hash = new byte[32];
        for (int i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(4 * i), state[i]);
        return hash;
    }

    private static void AddBlocks(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> w = stackalloc uint[64];
        ReadOnlySpan<uint> k = s_constants;
        for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
        {
            for (int t = 0; t < 16; t++) w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * t)..]);
            for (int t = 16; t < 64; t++)
            {
                uint low = BitOperations.RotateRight(w[t - 15], 7) ^ BitOperations.RotateRight(w[t - 15], 18) ^ (w[t - 15] >> 3);
                uint high = BitOperations.RotateRight(w[t - 2], 17) ^ BitOperations.RotateRight(w[t - 2], 19) ^ (w[t - 2] >> 10);
                w[t] = high + w[t - 7] + low + w[t - 16];
            }

            uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
            for (int t = 0; t < 64; t++)
            {
                uint sumE = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
                uint t1 = h + sumE + ((e & f) ^ (~e & g)) + k[t] + w[t];
                uint sumA = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
                uint t2 = sumA + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t1, c, b, a, t1 + t2);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }
    }
}
