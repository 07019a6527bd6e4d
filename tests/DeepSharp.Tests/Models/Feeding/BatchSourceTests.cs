using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class BatchSourceTests
{
    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(8, 4, new[] { 4, 4 })]
    [InlineData(3, 4, new[] { 3 })]
    [InlineData(1, 1, new[] { 1 })]
    public void Cuts_the_samples_into_batches(int samples, int batchSize, int[] want)
    {
        BatchSource source = Source(SmallModels.Numbers(samples).X, SmallModels.Numbers(samples).Y, batchSize);
        Assert.Equal(want.Length, source.Count);
        Assert.Equal(want, Pass(source).Select(batch => batch.X.Length));
    }

    [Fact]
    public void Batches_hold_inputs_their_targets_and_weights()
    {
        BatchSource source = Source(Tensor.Range(0, 3).Reshape([3, 1]), new float[] { 7, 8, 9 }, 2, weights: new float[] { 1, 2, 3 });
        (float[] X, float[] Y, float[] Weights)[] got = [.. Pass(source)];
        Assert.Equal([0f, 1f], got[0].X);
        Assert.Equal([7f, 8f], got[0].Y);
        Assert.Equal([1f, 2f], got[0].Weights);
        Assert.Equal([2f], got[1].X);
        Assert.Equal([9f], got[1].Y);
        Assert.Equal([3f], got[1].Weights);
    }

    [Fact]
    public void Shuffling_reorders_and_loses_none()
    {
        BatchSource source = Source(SmallModels.Numbers(9).X, SmallModels.Numbers(9).Y, 9, seed: 1);
        float[] got = Pass(source)[0].X;
        Assert.NotEqual(got.Order(), got);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (float)i), got.Order());
    }

    [Fact]
    public void Batches_lie_in_the_memory_of_the_steps_that_they_are_for()
    {
        Sequential model = SmallModels.Factor();
        var memory = new StepMemory();
        using var source = new BatchSource(ModelData.Inputs(model, "Predict", Tensor.Range(0, 3).Reshape([3, 1])), 2, memory: memory);
        source.BeginPass();
        Tensor first = source.Next()!.X[0];
        Assert.Equal([0f, 1f], first.ToArray());
        Assert.True(first.LivesIn(memory));
        memory.EndStep();
        Assert.Equal([2f], source.Next()!.X[0].ToArray());
        Assert.Throws<InvalidOperationException>(() => first.ToArray());
    }

    [Fact]
    public void A_prediction_allocates_no_inputs()
    {
        var model = new Sequential(new Dense(1, inputShape: [4096]));
        Tensor x = Tensor.Ones([1, 4096]);
        for (int i = 0; i < 3; i++) model.Predict(x);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(x);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096 * sizeof(float) / 2);
    }

    private static BatchSource Source(DataArray x, DataArray y, int batchSize, long? seed = null, DataArray? weights = null)
    {
        Sequential model = SmallModels.Factor();
        model.Compile("sgd", "mse");
        ModelData data = ModelData.Of(model, "Fit", x, y, weights);
        return new BatchSource(data, batchSize) { Random = seed is { } number ? new RandomStream(number) : null };
    }

    private static List<(float[] X, float[] Y, float[] Weights)> Pass(BatchSource source)
    {
        var batches = new List<(float[] X, float[] Y, float[] Weights)>();
        source.BeginPass();
        while (source.Next() is { } batch) batches.Add((batch.X[0].ToArray(), batch.Y[0]!.ToArray(), batch.Weights[0]?.ToArray() ?? []));
        return batches;
    }
}
