namespace DeepSharp;
/// <summary>Placeholder until the counter-based stream lands.</summary>
public sealed class RandomStream(long seed)
{
    private readonly Random _random = new((int)seed);
    /// <summary>Seed.</summary>
    public long Seed => seed;
    /// <summary>Another stream.</summary>
    public RandomStream Split() => new(_random.Next());
    /// <summary>Bits.</summary>
    public uint NextUInt32() => (uint)_random.NextInt64(1L << 32);
    /// <summary>Shuffle.</summary>
    public void Shuffle(Span<int> values) => _random.Shuffle(values);
    /// <summary>Uniform.</summary>
    public void FillUniform(Span<float> values, float minimum, float maximum)
    {
        foreach (ref float value in values) value = minimum + (maximum - minimum) * _random.NextSingle();
    }
    /// <summary>Normal.</summary>
    public void FillNormal(Span<float> values, float mean, float standardDeviation)
    {
        foreach (ref float value in values) value = mean + standardDeviation * (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
    }
    /// <summary>Truncated normal.</summary>
    public void FillTruncatedNormal(Span<float> values, float mean, float standardDeviation)
    {
        foreach (ref float value in values)
        {
            float z;
            do z = (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble())); while (MathF.Abs(z) > 2);
            value = mean + standardDeviation * z;
        }
    }
}
