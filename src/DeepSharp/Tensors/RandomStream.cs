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
}
