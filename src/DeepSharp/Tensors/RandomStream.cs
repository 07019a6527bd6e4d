using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Random numbers from a seed: the same ones for the same seed, on every platform and for any number of threads.
/// </summary>
/// <remarks>
/// <para>Counter-based, Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): number i of a stream is a
/// function of seed, stream and i. <see cref="Position"/> is that i; setting it goes back or ahead at once, and a run can be resumed from
/// (<see cref="Seed"/>, <see cref="Stream"/>, <see cref="Position"/>).</para>
/// <para>Integers and uniform numbers agree bit for bit everywhere. Normal ones go through logarithm and sine and can differ in the last
/// bits between processors with different registers.</para>
/// <para>One stream must not be used by two threads at once; give each its own with <see cref="Split"/>. Only
/// <see cref="FillBernoulli"/> may be called by several threads: each gets its own numbers, in the order in which they come.</para>
/// </remarks>
/// <example><code>
/// var random = new RandomStream(seed: 42);
/// float u = random.NextSingle();
/// random.FillNormal(weights.Span, mean: 0, standardDeviation: 0.05);
/// </code></example>
public sealed class RandomStream
{
    private readonly ulong _key;
    private readonly ulong _stream;

    private ulong _position;
    private (uint X0, uint X1, uint X2, uint X3) _block;
    private bool _hasBlock;

    /// <summary>A stream of random numbers.</summary>
    /// <param name="seed">Any number. Different seeds give unrelated numbers.</param>
    /// <param name="stream">Number of the stream: those of one seed do not overlap.</param>
    public RandomStream(long seed, long stream = 0)
    {
        _key = (ulong)seed;
        _stream = (ulong)stream;
    }

    /// <summary>The seed that this stream was made with.</summary>
    public long Seed => (long)_key;

    /// <summary>The number of this stream among those of its seed.</summary>
    public long Stream => (long)_stream;

    /// <summary>32-bit words drawn so far. Setting it continues from there.</summary>
    public ulong Position
    {
        get => _position;
        set
        {
            _position = value;
            _hasBlock = false;
        }
    }

    /// <summary>32 random bits. One word.</summary>
    public uint NextUInt32()
    {
        int lane = (int)(_position % 4);
        if (lane == 0 || !_hasBlock)
        {
            _block = Philox.Block(_key, _stream, _position / 4);
            _hasBlock = true;
        }

        _position++;
        return lane switch { 0 => _block.X0, 1 => _block.X1, 2 => _block.X2, _ => _block.X3 };
    }

    /// <summary>A whole number from 0 to before <paramref name="exclusiveMaximum"/>, all equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int NextInt(int exclusiveMaximum)
    {
        if (exclusiveMaximum <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(exclusiveMaximum), $"RandomStream.NextInt: expected an exclusive maximum of at least 1 but got {exclusiveMaximum}.");
        }

        // Lemire 2019, "Fast random integer generation in an interval": the high half of a product, with the few words redrawn that would
        // make some numbers likelier.
        uint range = (uint)exclusiveMaximum;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint excess = (0u - range) % range;
            while ((uint)product < excess) product = (ulong)NextUInt32() * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻²⁴. One word.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>
    /// Uniform numbers from <paramref name="minimum"/> to <paramref name="maximum"/>, one word each: minimum + u·(maximum - minimum) with
    /// u as from <see cref="NextSingle"/>. The maximum itself comes only by rounding.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not finite, or the minimum is above the maximum.</exception>
    public void FillUniform(Span<float> destination, double minimum = 0, double maximum = 1)
    {
        (float low, float high) = ((float)minimum, (float)maximum);
        if (!float.IsFinite(low) || !float.IsFinite(high - low) || low > high)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum), $"RandomStream.FillUniform: expected a finite, rising range but got {low} to {high}.");
        }

        RandomFill.Uniform(destination, _key, _stream, _position, low, high);
        Position += (ulong)destination.Length;
    }

    /// <summary>
    /// <paramref name="valueIfTrue"/> with the given probability, 0 otherwise; one word each. A dropout mask is
    /// <c>FillBernoulli(mask, 1 - rate, 1 / (1 - rate))</c>.
    /// </summary>
    /// <param name="destination">Where the numbers go.</param>
    /// <param name="probability">From 0 to 1, kept to a multiple of 2⁻³².</param>
    /// <param name="valueIfTrue">What an element is where the draw succeeds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1, or the value is not finite.</exception>
    public void FillBernoulli(Span<float> destination, double probability, double valueIfTrue = 1)
    {
        (float chance, float value) = ((float)probability, (float)valueIfTrue);
        if (!(chance is >= 0f and <= 1f))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), $"RandomStream.FillBernoulli: expected a probability from 0 to 1 but got {chance}.");
        }

        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(
                nameof(valueIfTrue), $"RandomStream.FillBernoulli: expected a finite value but got {value}.");
        }

        ulong start = Take((ulong)destination.Length);
        double threshold = chance * 4294967296.0; // exact: a float times 2³²
        if (threshold > uint.MaxValue) destination.Fill(value);
        else RandomFill.Bernoulli(destination, _key, _stream, start, (uint)threshold, value);
    }

    /// <summary>Leaves so many words to the caller: the position of the first. Several threads may do so, each gets others.</summary>
    internal ulong Take(ulong words)
    {
        // In one go: a layer that drops values in prediction too may serve several threads.
        ulong start = Interlocked.Add(ref _position, words) - words;
        _hasBlock = false;
        return start;
    }

    /// <summary>Normal numbers of the given mean and standard deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public void FillNormal(Span<float> destination, double mean = 0, double standardDeviation = 1)
    {
        (float center, float deviation) = CheckNormal(nameof(FillNormal), (float)mean, (float)standardDeviation);
        for (int start = 0; start < destination.Length; start += NormalNumbers.MaximumCount)
        {
            Normals(destination[start..Math.Min(destination.Length, start + NormalNumbers.MaximumCount)], center, deviation);
        }
    }

    /// <summary>Normal numbers of which those beyond two standard deviations from the mean are drawn again.</summary>
    /// <remarks>The standard deviation of what remains is 0.88 times the given one.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public void FillTruncatedNormal(Span<float> destination, double mean = 0, double standardDeviation = 1)
    {
        (float center, float deviation) = CheckNormal(nameof(FillTruncatedNormal), (float)mean, (float)standardDeviation);
        Span<float> pool = stackalloc float[NormalNumbers.MaximumCount];
        for (int filled = 0; filled < destination.Length;)
        {
            // 95.4 % stay: a little more than needed, so that a short destination takes few words.
            int missing = destination.Length - filled;
            Span<float> draws = pool[..Math.Min(pool.Length, missing + missing / 8 + 2)];
            Normals(draws, 0f, 1f);
            for (int i = 0; i < draws.Length && filled < destination.Length; i++)
            {
                if (MathF.Abs(draws[i]) <= 2f) destination[filled++] = center + deviation * draws[i];
            }
        }
    }

    /// <summary>Puts the numbers in random order, every order equally likely (Fisher and Yates, from the end).</summary>
    public void Shuffle(Span<int> numbers)
    {
        for (int last = numbers.Length - 1; last > 0; last--)
        {
            int other = NextInt(last + 1);
            (numbers[last], numbers[other]) = (numbers[other], numbers[last]);
        }
    }

    /// <summary>A new stream whose numbers have nothing to do with those of this one. Takes two words.</summary>
    /// <remarks>Its seed is drawn from this stream, so that the same splits in the same order give the same streams.</remarks>
    public RandomStream Split()
    {
        ulong low = NextUInt32();
        return new RandomStream((long)(low | ((ulong)NextUInt32() << 32)));
    }

    private void Normals(Span<float> destination, float mean, float standardDeviation)
    {
        NormalNumbers.Fill(destination, _key, _stream, _position, mean, standardDeviation);
        Position += (ulong)NormalNumbers.WordsFor(destination.Length);
    }

    private static (float Mean, float Deviation) CheckNormal(string method, float mean, float standardDeviation)
    {
        if (!float.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), $"RandomStream.{method}: expected a finite mean but got {mean}.");
        }

        if (!float.IsFinite(standardDeviation) || standardDeviation < 0f)
        {
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation),
                $"RandomStream.{method}: expected a standard deviation of 0 or more but got {standardDeviation}.");
        }

        return (mean, standardDeviation);
    }
}
