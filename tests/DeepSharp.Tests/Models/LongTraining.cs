namespace DeepSharp.Tests.Models;

/// <summary>Thousands of steps of training in memory that does not grow.</summary>
internal static class LongTraining
{
    /// <summary>Trains a compiled model for some epochs, then for as many steps as asked, and looks at the memory of these.</summary>
    /// <param name="model">Compiled.</param>
    /// <param name="x">Inputs of the samples of one epoch.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="batchSize">Divides the number of samples.</param>
    /// <param name="steps">A multiple of the steps of an epoch.</param>
    public static void AssertFlat(Model model, DataGroup x, DataArray y, int batchSize, int steps)
    {
        int stepsPerEpoch = y.Count / batchSize, epochs = steps / stepsPerEpoch;
        model.Fit(x, y, batchSize, epochs: 10, verbose: Verbosity.Silent);

        (long liveBefore, long workingSetBefore) = (Live(), Environment.WorkingSet);
        long allocated = long.MaxValue;
        History history = null!;

        // Bytes are counted for the whole process: a thread that an earlier test left may add some once, a step that allocates does always.
        for (int attempt = 0; attempt < 3 && allocated > 1000L * epochs; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            history = model.Fit(x, y, batchSize, epochs, verbose: Verbosity.Silent);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        (long live, long workingSet) = (Live() - liveBefore, Environment.WorkingSet - workingSetBefore);

        // An epoch has an enumerator or two and a line of the history, a step nothing: the smallest object is 24 bytes, 1,200 an epoch
        // of 50.
        Assert.Equal(steps, history.StepsPerEpoch * history.Epochs.Count);
        Assert.InRange(allocated, 0, 1000L * epochs);
        Assert.InRange(live, long.MinValue, 64 * 1024);

        // What is no object shows here only. 10 KB a step would be 100 MB in 10,000 steps; the process itself comes and goes by some.
        Assert.InRange(workingSet, long.MinValue, 32 * 1024 * 1024);
    }

    /// <summary>Bytes of objects that something still refers to.</summary>
    public static long Live()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
