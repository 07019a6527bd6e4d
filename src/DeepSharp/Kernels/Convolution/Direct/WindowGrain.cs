namespace DeepSharp.Kernels;

/// <summary>How much of a convolution one chunk of the worker pool does. Depends on shapes only.</summary>
internal static class WindowGrain
{
    // Some 30 microseconds of one core with 512- or 256-bit registers.
    public const double OperationsOfChunk = 1e6;

    /// <summary>
    /// Indices a chunk, where one index costs <paramref name="operations"/>; all of them where a fork would cost more than it saves.
    /// </summary>
    public static int For(int count, double operations)
    {
        if (count * operations < OperationsOfChunk) return Math.Max(count, 1);
        return (int)Math.Clamp(OperationsOfChunk / operations, 1, count);
    }
}
