namespace DeepSharp.Tests.Models;

public class ShuffleTests
{
    [Fact]
    public void Each_epoch_takes_every_sample_once_in_a_new_order()
    {
        List<float[]> batches = Orders(epochs: 2, seed: 1);
        Assert.Equal([4, 4, 2, 4, 4, 2], batches.Select(batch => batch.Length));
        float[] first = [.. batches[..3].SelectMany(batch => batch)];
        float[] second = [.. batches[3..].SelectMany(batch => batch)];
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_data() =>
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), Orders(shuffle: false).SelectMany(batch => batch));

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_one_another()
    {
        Assert.Equal(Orders(epochs: 2, seed: 1), Orders(epochs: 2, seed: 1));
        Assert.NotEqual(Orders(seed: 1), Orders(seed: 2));
    }

    [Fact]
    public void The_seed_of_the_process_decides_where_none_is_given()
    {
        DeepSharpRuntime.SetRandomSeed(4);
        List<float[]> first = Orders();
        DeepSharpRuntime.SetRandomSeed(4);
        Assert.Equal(first, Orders());
        Assert.NotEqual(first, Orders());
    }

    [Fact]
    public void Targets_go_with_their_inputs()
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor _) = SmallModels.Numbers(10);
        Assert.Equal(0, model.Fit(x, x, batchSize: 4, verbose: Verbosity.Silent, seed: 1)["loss"][0]);
    }

    private static List<float[]> Orders(int epochs = 1, bool shuffle = true, long? seed = null)
    {
        var recorder = new RecordingLayer();
        var model = new Sequential([recorder], "m");
        model.Compile(new SGD(0f), "mse");
        (Tensor x, Tensor y) = SmallModels.Numbers(10);
        model.Fit(x, y, batchSize: 4, epochs: epochs, verbose: Verbosity.Silent, shuffle: shuffle, seed: seed);
        return recorder.Batches;
    }
}
