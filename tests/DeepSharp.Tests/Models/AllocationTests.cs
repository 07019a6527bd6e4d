using DeepSharp.Layers;

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
        var random = new RandomStream(1);
        int step = 0;
        AllocationAssert.Zero(() =>
        {
            if (step % data.Count == 0) data.Shuffle(random);
            BatchSource.Batch batch = data.Load(step++ % data.Count);
            trainer.TrainStep(batch.X, batch.Y!);
            trainer.Report();
        });
    }

    [Fact]
    public void A_steady_evaluation_step_allocates_nothing()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        (BatchSource data, Trainer trainer) = Prepare(model);
        int step = 0;
        AllocationAssert.Zero(() =>
        {
            BatchSource.Batch batch = data.Load(step++ % data.Count);
            trainer.TestStep(batch.X, batch.Y!);
        });
    }

    [Fact]
    public void Memory_stays_flat_over_5000_steps()
    {
        (Tensor x, Tensor y) = SmallModels.Points(40);
        Sequential model = new([new Dense(16, "relu"), new Dropout(0.2f), new Dense(3, "softmax")], "m");
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(x, y, batchSize: 16, epochs: 20, verbose: Verbosity.Silent);

        long before = Live();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        History history = model.Fit(x, y, batchSize: 16, epochs: 1667, verbose: Verbosity.Silent);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        long grown = Live() - before;

        // What grows is the history, and what is allocated are its lists and an enumerator or two an epoch.
        Assert.Equal(5001, history.StepsPerEpoch * history.Epochs.Count);
        Assert.InRange(grown, long.MinValue, 256 * 1024);
        Assert.InRange(allocated / history.Epochs.Count, 0, 1024);
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

    // Three full batches and a short one.
    private static (BatchSource Data, Trainer Trainer) Prepare(Sequential model)
    {
        const int Count = 28;
        var pixels = new byte[Count * 12 * 12 * 3];
        new Random(1).NextBytes(pixels);
        DataArray x = DataArray.From(pixels, [Count, 12, 12, 3]) / 255f;
        DataArray y = Enumerable.Range(0, Count).Select(i => i % 10).ToArray();
        return (new BatchSource(x, y, 8), new Trainer(model, "adam", "sparse_categorical_crossentropy", ["accuracy"]));
    }
}
