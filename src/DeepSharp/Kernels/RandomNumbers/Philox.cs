using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Kernels;

/// <summary>
/// Philox4x32-10: random words as a function of a key and a counter. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", 2011. Word i of a stream is word i mod 4 of block i / 4, whatever computes it.
/// </summary>
/// <remarks>
/// A round takes (c0, c1, c2, c3) to (hi(M1·c2) ^ c1 ^ k0, lo(M1·c2), hi(M0·c0) ^ c3 ^ k1, lo(M0·c0)); the Weyl constants are added
/// to the key between rounds. The low half of the counter is the block, the high half the number of the stream.
/// </remarks>
internal static unsafe class Philox
{
    private const int Rounds = 10;
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    // Four registers at once: a round is a chain of about seven cycles, of which a core can run several side by side.
    private const int WordsOf512 = 4 * 16;
    private const int WordsOf256 = 4 * 8;

    /// <summary>The four words of one block.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, ulong stream, ulong block)
    {
        uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++, k0 += W0, k1 += W1)
        {
            ulong left = (ulong)M0 * c0, right = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Words <paramref name="position"/>, position + 1, … of a stream.</summary>
    public static void Fill(ulong key, ulong stream, ulong position, uint* words, int count)
    {
        int i = 0;
        bool wraps = position + (ulong)count < position; // then the block after the last one is number 0
        if (position % 4 != 0) i = Part(key, stream, position, words, Math.Min(count, (int)(4 - position % 4)));
        if (F512.IsSupported && !wraps)
        {
            int blocks = (count - i) / WordsOf512;
            Fill512(key, stream, (position + (ulong)i) / 4, (ulong*)(words + i), blocks);
            i += blocks * WordsOf512;
        }

        if (F256.IsSupported && !wraps)
        {
            int blocks = (count - i) / WordsOf256;
            Fill256(key, stream, (position + (ulong)i) / 4, (ulong*)(words + i), blocks);
            i += blocks * WordsOf256;
        }

        while (i < count) i += Part(key, stream, position + (ulong)i, words + i, Math.Min(4, count - i));
    }

    /// <summary>Up to four words, of a single block.</summary>
    private static int Part(ulong key, ulong stream, ulong position, uint* words, int count)
    {
        (uint x0, uint x1, uint x2, uint x3) = Block(key, stream, position / 4);
        uint* block = stackalloc uint[] { x0, x1, x2, x3 };
        uint* source = block + position % 4;
        for (int i = 0; i < count; i++) words[i] = source[i];
        return count;
    }

    // Lanes come in pairs, one for each block: a holds (c0, c2), b holds (c1, c3), and a round is one multiplication, one swap within the
    // pairs and one three-way exclusive or. High halves of lanes are garbage until a and b join to the four words in memory order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Fill512(ulong key, ulong stream, ulong block, ulong* pairs, int count)
    {
        var multiplier = Vector512.Create(M0, M1, M0, M1, M0, M1, M0, (ulong)M1);
        var step = Vector512.Create(W0, W1, W0, W1, W0, W1, W0, (ulong)W1);
        var firstKey = Vector512.Create(Vector128.Create((uint)key, key >> 32));
        var low = Vector512.Create((ulong)uint.MaxValue);
        for (; count > 0; count--, block += WordsOf512 / 4, pairs += WordsOf512 / 2)
        {
            Vector512<ulong> a0 = Counters512(block, stream), a1 = Counters512(block + 4, stream);
            Vector512<ulong> a2 = Counters512(block + 8, stream), a3 = Counters512(block + 12, stream);
            Vector512<ulong> b0 = a0 >>> 32, b1 = a1 >>> 32, b2 = a2 >>> 32, b3 = a3 >>> 32;
            Vector512<ulong> k = firstKey;
            for (int round = 0; round < Rounds; round++, k += step)
            {
                Vector512<ulong> p0 = Swap(WideProduct.Multiply(a0, multiplier)), p1 = Swap(WideProduct.Multiply(a1, multiplier));
                Vector512<ulong> p2 = Swap(WideProduct.Multiply(a2, multiplier)), p3 = Swap(WideProduct.Multiply(a3, multiplier));
                (a0, b0) = ((p0 >>> 32) ^ b0 ^ k, p0);
                (a1, b1) = ((p1 >>> 32) ^ b1 ^ k, p1);
                (a2, b2) = ((p2 >>> 32) ^ b2 ^ k, p2);
                (a3, b3) = ((p3 >>> 32) ^ b3 ^ k, p3);
            }

            ((a0 & low) | (b0 << 32)).Store(pairs);
            ((a1 & low) | (b1 << 32)).Store(pairs + 8);
            ((a2 & low) | (b2 << 32)).Store(pairs + 16);
            ((a3 & low) | (b3 << 32)).Store(pairs + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Fill256(ulong key, ulong stream, ulong block, ulong* pairs, int count)
    {
        var multiplier = Vector256.Create(M0, M1, M0, (ulong)M1);
        var step = Vector256.Create(W0, W1, W0, (ulong)W1);
        var firstKey = Vector256.Create(Vector128.Create((uint)key, key >> 32));
        var low = Vector256.Create((ulong)uint.MaxValue);
        for (; count > 0; count--, block += WordsOf256 / 4, pairs += WordsOf256 / 2)
        {
            Vector256<ulong> a0 = Counters256(block, stream), a1 = Counters256(block + 2, stream);
            Vector256<ulong> a2 = Counters256(block + 4, stream), a3 = Counters256(block + 6, stream);
            Vector256<ulong> b0 = a0 >>> 32, b1 = a1 >>> 32, b2 = a2 >>> 32, b3 = a3 >>> 32;
            Vector256<ulong> k = firstKey;
            for (int round = 0; round < Rounds; round++, k += step)
            {
                Vector256<ulong> p0 = Swap(WideProduct.Multiply(a0, multiplier)), p1 = Swap(WideProduct.Multiply(a1, multiplier));
                Vector256<ulong> p2 = Swap(WideProduct.Multiply(a2, multiplier)), p3 = Swap(WideProduct.Multiply(a3, multiplier));
                (a0, b0) = ((p0 >>> 32) ^ b0 ^ k, p0);
                (a1, b1) = ((p1 >>> 32) ^ b1 ^ k, p1);
                (a2, b2) = ((p2 >>> 32) ^ b2 ^ k, p2);
                (a3, b3) = ((p3 >>> 32) ^ b3 ^ k, p3);
            }

            ((a0 & low) | (b0 << 32)).Store(pairs);
            ((a1 & low) | (b1 << 32)).Store(pairs + 4);
            ((a2 & low) | (b2 << 32)).Store(pairs + 8);
            ((a3 & low) | (b3 << 32)).Store(pairs + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Counters512(ulong block, ulong stream) =>
        Vector512.Create(block, stream, block + 1, stream, block + 2, stream, block + 3, stream);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Counters256(ulong block, ulong stream) => Vector256.Create(block, stream, block + 1, stream);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Swap(Vector512<ulong> pairs) => Vector512.Shuffle(pairs, Vector512.Create(1UL, 0, 3, 2, 5, 4, 7, 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Swap(Vector256<ulong> pairs) => Vector256.Shuffle(pairs, Vector256.Create(1UL, 0, 3, 2));
}
