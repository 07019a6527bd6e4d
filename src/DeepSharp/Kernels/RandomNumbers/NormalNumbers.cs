using System.Numerics;

namespace DeepSharp.Kernels;

/// <summary>Normal numbers from random words: z = √(-2·ln u)·(cos a, sin a). Box and Muller 1958.</summary>
internal static unsafe class NormalNumbers
{
    /// <summary>The most numbers that one call makes.</summary>
    public const int MaximumCount = 512;

    // Registers may reach beyond the words that there are.
    private const int Slack = 16;

    /// <summary>Words that <paramref name="count"/> numbers take: two for every pair, the last one begun.</summary>
    public static int WordsFor(int count) => (count + 1) / 2 * 2;

    /// <summary>mean + stddev·z, up to <see cref="MaximumCount"/> of them. The first half are cosines, the second sines.</summary>
    public static void Fill(Span<float> destination, ulong key, ulong stream, ulong position, float mean, float stddev)
    {
        int count = destination.Length, half = WordsFor(count) / 2;
        uint* words = stackalloc uint[MaximumCount + Slack];
        float* cosines = stackalloc float[MaximumCount / 2 + Slack];
        float* sines = stackalloc float[MaximumCount / 2 + Slack];
        new Span<uint>(words, MaximumCount + Slack).Clear();
        Philox.Fill(key, stream, position, words, 2 * half);

        for (int i = 0; i < half; i += Vector<float>.Count)
        {
            // u is (31 bits + 1/2) / 2³¹, never 0: z stays within ±6.7. The angle covers [-π, π) in 24 bits.
            Vector<float> u = Vector.ConvertToSingle(Vector.AsVectorInt32(Vector.Load(words + i) >>> 1));
            u = (u + new Vector<float>(0.5f)) * new Vector<float>(1f / (1u << 31));
            Vector<float> radius = Vector.SquareRoot(new Vector<float>(-2f) * Vector.Min(Vector.Log(u), Vector<float>.Zero));
            Vector<float> turn = Vector.ConvertToSingle(Vector.AsVectorInt32(Vector.Load(words + half + i) >>> 8));
            Vector<float> angle = turn * new Vector<float>(MathF.Tau / (1 << 24)) - new Vector<float>(MathF.PI);
            (Vector<float> sin, Vector<float> cos) = Vector.SinCos(angle);
            radius *= new Vector<float>(stddev);
            (radius * cos + new Vector<float>(mean)).Store(cosines + i);
            (radius * sin + new Vector<float>(mean)).Store(sines + i);
        }

        new Span<float>(cosines, half).CopyTo(destination);
        new Span<float>(sines, count - half).CopyTo(destination[half..]);
    }
}
