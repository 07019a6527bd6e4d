using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Turns words of a stream into numbers, one word each, in place: number i depends on key, stream and position + i alone, so that any
/// split over threads gives the same.
/// </summary>
internal static unsafe class RandomFill
{
    private const int Grain = 16 * 1024;
    private const int SerialLength = 4 * Grain;

    // Words are made and converted while they are in the first-level cache.
    private const int Piece = 2048;

    /// <summary>u·(maximum - minimum) + minimum, in two roundings on every platform, with u of 24 bits in [0, 1).</summary>
    public static void Uniform(Span<float> destination, ulong key, ulong stream, ulong position, float minimum, float maximum) =>
        Run(destination, key, stream, position, new UniformWords(minimum, maximum));

    /// <summary><paramref name="value"/> where the word is below <paramref name="threshold"/>, 0 elsewhere.</summary>
    public static void Bernoulli(Span<float> destination, ulong key, ulong stream, ulong position, uint threshold, float value) =>
        Run(destination, key, stream, position, new BernoulliWords(threshold, value));

    /// <summary>The same for a short row, on the calling thread.</summary>
    public static void BernoulliRow(float* row, int length, ulong key, ulong stream, ulong position, uint threshold, float value)
    {
        Philox.Fill(key, stream, position, (uint*)row, length);
        Convert(new BernoulliWords(threshold, value), row, length);
    }

    private static void Run<TConversion>(Span<float> destination, ulong key, ulong stream, ulong position, TConversion conversion)
        where TConversion : unmanaged, IWordConversion
    {
        fixed (float* values = destination)
        {
            int grain = destination.Length < SerialLength ? SerialLength : Grain;
            WorkerPool.For(destination.Length, grain, new Body<TConversion>(values, key, stream, position, conversion));
        }
    }

    private interface IWordConversion
    {
        Vector<float> Convert(Vector<uint> words);

        float Convert(uint word);
    }

    private readonly struct UniformWords(float minimum, float maximum) : IWordConversion
    {
        private const float Unit = 1f / (1 << 24);

        private readonly float _range = maximum - minimum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Convert(Vector<uint> words)
        {
            Vector<float> unit = Vector.ConvertToSingle(Vector.AsVectorInt32(words >>> 8)) * new Vector<float>(Unit);
            return unit * new Vector<float>(_range) + new Vector<float>(minimum);
        }

        public float Convert(uint word) => (int)(word >> 8) * Unit * _range + minimum;
    }

    private readonly struct BernoulliWords(uint threshold, float value) : IWordConversion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Convert(Vector<uint> words) =>
            Vector.AsVectorSingle(Vector.LessThan(words, new Vector<uint>(threshold))) & new Vector<float>(value);

        public float Convert(uint word) => word < threshold ? value : 0f;
    }

    private readonly struct Body<TConversion>(float* values, ulong key, ulong stream, ulong position, TConversion conversion) : IRangeBody
        where TConversion : unmanaged, IWordConversion
    {
        public void Invoke(int start, int end)
        {
            for (nint i = start; i < end; i += Piece)
            {
                float* piece = values + i;
                int count = (int)Math.Min(Piece, end - i);
                Philox.Fill(key, stream, position + (ulong)i, (uint*)piece, count);
                Convert(conversion, piece, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Convert<TConversion>(TConversion conversion, float* values, int count)
        where TConversion : unmanaged, IWordConversion
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            conversion.Convert(Vector.Load((uint*)values + i)).Store(values + i);
        }

        for (; i < count; i++) values[i] = conversion.Convert(((uint*)values)[i]);
    }
}
