namespace DeepSharp.Tests.Data;

public class TimeSeriesTests
{
    private static readonly float[] s_steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    // The example of Keras's page: windows of ten steps, each second one of the series, three steps from one to the next.
    [Fact]
    public void Windows_go_as_in_Keras()
    {
        float[] data = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        Batch[] batches = [.. Utils.TimeSeriesDatasetFromArray(data, null, sequenceLength: 10, sequenceStride: 3, samplingRate: 2)];
        DataArray windows = Assert.Single(batches).X[0];
        Assert.Equal(new Shape(28, 10), windows.Shape);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18], windows[0].ToArray());
        Assert.Equal([81, 83, 85, 87, 89, 91, 93, 95, 97, 99], windows[^1].ToArray());
        Assert.Null(batches[0].Y);
    }

    [Fact]
    public void Each_window_has_the_target_of_its_number()
    {
        DataArray steps = DataArray.From(s_steps, [5, 2]);
        Batch[] batches = [.. Utils.TimeSeriesDatasetFromArray(steps, new[] { 10, 11, 12 }, sequenceLength: 2, batchSize: 2)];
        Assert.Equal([(2, "10,11"), (1, "12")], batches.Select(batch => (batch.X[0].Count, string.Join(',', batch.Y![0].ToArray()))));
        Assert.Equal([4, 5, 6, 7], batches[1].X[0].ToArray());
        Assert.Equal(new Shape(1, 2, 2), batches[1].X[0].Shape);
    }

    [Fact]
    public void A_part_of_the_series_is_a_series()
    {
        Batch batch = Assert.Single(Utils.TimeSeriesDatasetFromArray(s_steps, s_steps, sequenceLength: 3, startIndex: 2, endIndex: 6));
        Assert.Equal(([2, 3, 4, 3, 4, 5], [2, 3]), (batch.X[0].ToArray(), batch.Y![0].ToArray()), EqualPair);

        static bool EqualPair((float[] X, float[] Y) a, (float[] X, float[] Y) b) => a.X.SequenceEqual(b.X) && a.Y.SequenceEqual(b.Y);
    }

    [Fact]
    public void Each_pass_has_another_order_and_a_seed_the_same_ones()
    {
        float[] data = [.. Enumerable.Range(0, 40).Select(i => (float)i)];
        IEnumerable<Batch> one = Windows(seed: 7), other = Windows(seed: 7);
        float[] first = Order(one), second = Order(one);
        Assert.NotEqual(first, second);
        Assert.Equal(data, first.Order());
        Assert.Equal((first, second), (Order(other), Order(other)), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));

        IEnumerable<Batch> Windows(long seed) => Utils.TimeSeriesDatasetFromArray(data, data, sequenceLength: 1, shuffle: true, seed: seed);

        static float[] Order(IEnumerable<Batch> batches) => [.. batches.SelectMany(batch => batch.Y![0].ToArray())];
    }

    [Fact]
    public void What_gives_no_window_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.TimeSeriesDatasetFromArray(s_steps, null, sequenceLength: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.TimeSeriesDatasetFromArray(s_steps, null, 2, startIndex: 5, endIndex: 11));
        Assert.Throws<ArgumentException>(() => Utils.TimeSeriesDatasetFromArray(s_steps, null, sequenceLength: int.MaxValue, samplingRate: 9));
        Assert.Contains("11 steps at a rate of 1 are not in 10 steps", Assert.Throws<ArgumentException>(
            () => Utils.TimeSeriesDatasetFromArray(s_steps, s_steps, sequenceLength: 11)).Message, StringComparison.Ordinal);
    }
}
