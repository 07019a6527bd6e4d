namespace DeepSharp;

public static partial class DeepSharpRuntime
{
    private static readonly Lock s_randomLock = new();
    private static RandomStream? s_random;

    /// <summary>
    /// Seeds everything random that was given no seed of its own: initial weights, dropout, shuffling. The same seed gives the same run.
    /// </summary>
    /// <param name="seed">Any number. Without a call, each process has its own seed.</param>
    /// <example><code>DeepSharpRuntime.SetRandomSeed(42);</code></example>
    public static void SetRandomSeed(long seed)
    {
        lock (s_randomLock) s_random = new RandomStream(seed);
    }

    /// <summary>A new stream: from <paramref name="seed"/> if given, else the next one of the process.</summary>
    internal static RandomStream CreateStream(long? seed = null)
    {
        if (seed is { } own) return new RandomStream(own);
        lock (s_randomLock) return (s_random ??= new RandomStream(Random.Shared.NextInt64())).Split();
    }
}
