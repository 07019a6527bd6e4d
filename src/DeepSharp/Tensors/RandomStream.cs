namespace DeepSharp;
/// <summary>stub</summary>
public sealed class RandomStream(long seed)
{
    /// <summary>stub</summary>
    public long Seed => seed;
    /// <summary>stub</summary>
    public RandomStream Split() => new(seed + 1);
    /// <summary>stub</summary>
    public uint NextUInt32() => 0;
}
