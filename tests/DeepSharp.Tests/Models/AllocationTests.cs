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
        trainer.Weights.Prepare();
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
        Sequential model = SmallModels.ConvolutionalWithDropout();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        (DataArray x, DataArray y) = Pictures(4 * 50);
        LongTraining.AssertFlat(model, x, y, batchSize: 4, steps: 5000);
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
        var data = new BatchSource(ModelData.Of(model, "Fit", x, y, null), 8) { Random = new RandomStream(1) };
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
