namespace DeepSharp.Tests.Models;

public class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_steady_training_step_allocates_nothing(int threads)
    {
        using var count = new ThreadCount(threads);
        Sequential model = SmallModels.ConvolutionalWithDropout();
        (BatchSource data, Trainer trainer) = Prepare(model);
        trainer.Prepare();
        AllocationAssert.Zero(() =>
        {
            trainer.TrainStep(NextOf(data));
            trainer.Report();
        });
    }

    [Fact]
    public void A_steady_evaluation_step_allocates_nothing()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        (BatchSource data, Trainer trainer) = Prepare(model);
        AllocationAssert.Zero(() => trainer.TestStep(NextOf(data)));
    }

    [Fact]
    public void Memory_stays_flat_over_5000_steps()
    {
        const int Epochs = 100, StepsPerEpoch = 50, BatchSize = 4;
        Sequential model = SmallModels.ConvolutionalWithDropout();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        (DataArray x, DataArray y) = Pictures(BatchSize * StepsPerEpoch);
        model.Fit(x, y, BatchSize, epochs: 10, verbose: Verbosity.Silent);

        (long liveBefore, long workingSetBefore) = (Live(), Environment.WorkingSet);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        History history = model.Fit(x, y, BatchSize, Epochs, verbose: Verbosity.Silent);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        (long live, long workingSet) = (Live() - liveBefore, Environment.WorkingSet - workingSetBefore);

        // An epoch has an enumerator or two and a line of the history, a step nothing: the smallest object is 24 bytes, 120,000 in all.
        Assert.Equal(5000, history.StepsPerEpoch * history.Epochs.Count);
        Assert.InRange(allocated, 0, 1000 * Epochs);
        Assert.InRange(live, long.MinValue, 64 * 1024);

        // What is no object shows here only. 10 KB a step would be 50 MB; the process itself comes and goes by some.
        Assert.InRange(workingSet, long.MinValue, 32 * 1024 * 1024);
    }

    private static long Live()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static StepBatch NextOf(BatchSource data)
    {
        if (data.Next() is { } batch) return batch;
        data.BeginPass();
        return data.Next()!;
    }

    // Three full batches and a short one.
    private static (BatchSource Data, Trainer Trainer) Prepare(Model model)
    {
        (DataArray x, DataArray y) = Pictures(28);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        var data = new BatchSource(ModelData.Of(model, "Fit", x, y, null, null), 8) { Random = new RandomStream(1) };
        data.BeginPass();
        return (data, model.Trainer!);
    }

    // For the convolutional model.
    private static (DataArray X, DataArray Y) Pictures(int count)
    {
        var pixels = new byte[count * 12 * 12 * 3];
        new Random(1).NextBytes(pixels);
        return (DataArray.From(pixels, [count, 12, 12, 3]) / 255f, Enumerable.Range(0, count).Select(i => i % 10).ToArray());
    }
}
