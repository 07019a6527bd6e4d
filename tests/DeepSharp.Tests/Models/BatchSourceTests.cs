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
        var source = new BatchSource(SmallModels.Numbers(samples).X, null, batchSize);
        Assert.Equal(want, Enumerable.Range(0, source.Count).Select(i => source.Load(i).Count));
    }

    [Fact]
    public void Batches_hold_inputs_and_their_targets()
    {
        DataArray x = Tensor.Range(0, 6).Reshape([3, 2]);
        DataArray y = new[] { 7, 8, 9 };
        var source = new BatchSource(x, y, 2);
        Assert.Equal(([0f, 1f, 2f, 3f], [7f, 8f]), Load(0), Same);
        Assert.Equal(([4f, 5f], [9f]), Load(1), Same);

        (float[], float[]) Load(int index)
        {
            BatchSource.Batch batch = source.Load(index);
            return (batch.X.ToArray(), batch.Y!.ToArray());
        }

        static bool Same((float[] X, float[] Y) a, (float[] X, float[] Y) b) => a.X.SequenceEqual(b.X) && a.Y.SequenceEqual(b.Y);
    }

    [Fact]
    public void Shuffling_reorders_and_loses_none()
    {
        var source = new BatchSource(SmallModels.Numbers(9).X, null, 9);
        source.Shuffle(new RandomStream(1));
        float[] got = source.Load(0).X.ToArray();
        Assert.NotEqual(got.Order(), got);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (float)i), got.Order());
    }
}
