namespace DeepSharp.Kernels;

/// <summary>How many rows a chunk of a parallel loop gets where every row is cheap arithmetic over memory.</summary>
internal static class RowGrain
{
    // About 5 and 20 microseconds at the rate of the second-level cache; a shorter loop is not worth waking anybody.
    private const long ValuesPerChunk = 32 * 1024;
    private const long ValuesOfSerialLoop = 128 * 1024;

    /// <summary>
    /// The grain for <paramref name="rows"/> rows that read or write <paramref name="valuesPerRow"/> floats each: a matter of sizes alone.
    /// </summary>
    public static int For(int rows, long valuesPerRow)
    {
        if (rows * (double)valuesPerRow < ValuesOfSerialLoop) return Math.Max(1, rows);
        return (int)Math.Max(1, ValuesPerChunk / Math.Max(1, valuesPerRow));
    }
}
