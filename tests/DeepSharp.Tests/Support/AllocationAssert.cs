namespace DeepSharp.Tests;

/// <summary>Asserts that a steady step allocates nothing, on any thread of the process.</summary>
public static class AllocationAssert
{
    public static void Zero(Action step, int warmup = 20, int repeats = 50)
    {
        for (int i = 0; i < warmup; i++) step();

        // The runtime and the test runner allocate now and then on threads of their own (tiering, timers, reports of earlier tests), so one
        // clean run of ten decides, with time for them to settle in between; a step that allocates has none.
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 10 && least != 0; attempt++)
        {
            if (attempt > 0) Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < repeats; i++) step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }
}
