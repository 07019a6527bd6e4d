namespace DeepSharp.Tests;

/// <summary>Asserts that a steady step allocates nothing, on any thread of the process.</summary>
public static class AllocationAssert
{
    public static void Zero(Action step, int warmup = 20, int repeats = 50)
    {
        for (int i = 0; i < warmup; i++) step();

        // The runtime itself allocates now and then (tiering, timers), so one clean run of three decides; a step that allocates has none.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least != 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < repeats; i++) step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }
}
