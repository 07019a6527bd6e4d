namespace DeepSharp.Tests;

/// <summary>
/// Says how work grows, by the memory that it asks for: unlike seconds these are the same numbers on a machine that is busy.
/// </summary>
internal static class WorkAssert
{
    private const int Times = 4;

    // Four times the size is four times the work, and what is added once; sixteen times if each part looks at all others.
    private const double Most = 1.6 * Times;

    /// <summary>Fails where four times as many layers need much more than four times the memory.</summary>
    /// <param name="what">What is looked at, for the message.</param>
    /// <param name="size">The smaller size.</param>
    /// <param name="prepare">Makes ready for a size, and returns what is measured.</param>
    public static void IsLinear(string what, int size, Func<int, Action> prepare)
    {
        prepare(size)();
        long small = Bytes(prepare(size)), large = Bytes(prepare(size * Times));
        Assert.True(
            large <= Most * small + 16_384, $"{what}: {small:N0} bytes for {size} layers but {large:N0} for {size * Times}.");
    }

    /// <summary>The memory that something asks for on this thread.</summary>
    public static long Bytes(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
