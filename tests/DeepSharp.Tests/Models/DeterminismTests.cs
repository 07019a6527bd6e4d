using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class DeterminismTests
{
    [Fact]
    public void Any_number_of_threads_gives_the_same_weights_bit_for_bit()
    {
        (float[] weights, double loss) = TrainSeedNetwork(threads: 1);
        foreach (int threads in new[] { 2, 3 })
        {
            (float[] other, double otherLoss) = TrainSeedNetwork(threads);
            TestData.AssertSameBits(weights, other, $"weights with {threads} threads");
            Assert.Equal(loss, otherLoss);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_one_another()
    {
        float[] first = TrainWithDropout(seed: 3);
        TestData.AssertSameBits(first, TrainWithDropout(seed: 3), "weights");
        Assert.NotEqual(first, TrainWithDropout(seed: 4));
    }

    // One epoch of two full batches and a short one.
    private static (float[] Weights, double Loss) TrainSeedNetwork(int threads)
    {
        using var count = new ThreadCount(threads);
        DeepSharpRuntime.SetRandomSeed(1);
        Sequential model = SmallModels.Seed();
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        (DataArray x, DataArray y) = SmallModels.Pictures(70);
        History history = model.Fit(x, y, verbose: Verbosity.Silent);
        return (SmallModels.WeightsOf(model), history["loss"][0]);
    }

    private static float[] TrainWithDropout(int seed)
    {
        DeepSharpRuntime.SetRandomSeed(seed);
        var model = new Sequential(new Input([4]), new Dense(8, "relu"), new Dropout(0.5f), new Dense(3, "softmax"));
        model.Compile("adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(30);
        model.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent);
        return SmallModels.WeightsOf(model);
    }
}
