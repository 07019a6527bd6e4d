using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class BatchFeederTests
{
    [Fact]
    public void Batches_read_ahead_are_those_read_one_after_the_other()
    {
        using var threads = new ThreadCount(2);
        (List<float[]> want, List<float[]> got) = (Read(readsAhead: false), Read(readsAhead: true));
        Assert.Equal(want.Count, got.Count);
        for (int i = 0; i < want.Count; i++) TestData.AssertSameBits(want[i], got[i], $"batch {i}");
    }

    [Fact]
    public void Reading_ahead_allocates_nothing_a_batch()
    {
        using var threads = new ThreadCount(2);
        using BatchSource source = Source(readsAhead: true);
        source.BeginPass();
        AllocationAssert.Zero(() =>
        {
            if (source.Next() is null) source.BeginPass();
        });
    }

    [Fact]
    public void A_pass_may_be_left_in_the_middle()
    {
        using var threads = new ThreadCount(2);
        using BatchSource source = Source(readsAhead: true);
        for (int i = 0; i < 5; i++)
        {
            source.BeginPass();
            Assert.NotNull(source.Next());
        }
    }

    private static List<float[]> Read(bool readsAhead)
    {
        using BatchSource source = Source(readsAhead);
        var batches = new List<float[]>();
        for (int pass = 0; pass < 3; pass++)
        {
            source.BeginPass();
            while (source.Next() is { } batch) batches.Add([.. batch.X[0].ToArray(), .. batch.Y[0]!.ToArray()]);
        }

        return batches;
    }

    // 14 samples of 20,000 bytes, four to a batch: enough to be worth a thread.
    private static BatchSource Source(bool readsAhead)
    {
        byte[] values = new byte[14 * 20_000];
        new Random(1).NextBytes(values);
        var model = new Sequential(new Dense(1));
        model.Compile("sgd", "mse");
        ModelData data = ModelData.Of(
            model, "Fit", DataArray.From(values, [14, 20_000]) / 255f, Tensor.Range(0, 14).Reshape([14, 1]), null);
        return new BatchSource(data, 4, readsAhead) { Random = new RandomStream(3) };
    }
}
