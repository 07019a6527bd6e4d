namespace DeepSharp.Datasets;

/// <summary>A small integer generator: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", figure 10.</summary>
internal sealed class SplitMix64(ulong state)
{
    private ulong _state = state;

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = _state;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        return (uint)((mixed ^ mixed >> 31) >> 32);
    }
}
