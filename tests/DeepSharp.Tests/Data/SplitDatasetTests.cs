namespace DeepSharp.Tests.Data;

public class SplitDatasetTests
{
    private static readonly DataArray s_ten = Enumerable.Range(0, 10).ToArray();

    [Theory]
    [InlineData(0.75, null, 8, 2)]
    [InlineData(null, 0.25, 8, 2)]
    [InlineData(3.0, null, 3, 7)]
    [InlineData(3.0, 2.0, 3, 2)]
    [InlineData(0.5, 0.2, 5, 2)]
    [InlineData(9.0, null, 9, 1)]
    public void Sizes_are_shares_or_numbers(double? left, double? right, int onLeft, int onRight)
    {
        (DataGroup first, DataGroup second) = Utils.SplitDataset(s_ten, left, right);
        Assert.Equal(Enumerable.Range(0, onLeft), first[0].RawValues<int>().ToArray());
        Assert.Equal(Enumerable.Range(onLeft, onRight), second[0].RawValues<int>().ToArray());
    }

    [Fact]
    public void Shuffled_samples_stay_together_and_a_seed_says_which()
    {
        DataArray x = Tensor.From([.. Enumerable.Range(0, 20).Select(i => (float)i)], [10, 2]);
        var (left, right) = Utils.SplitDataset(x, s_ten, leftSize: 0.7, shuffle: true, seed: 5);
        int[] labels = [.. left.Y[0].RawValues<int>(), .. right.Y[0].RawValues<int>()];
        Assert.Equal(Enumerable.Range(0, 10), labels.Order());
        Assert.NotEqual(labels, labels.Order());
        for (int i = 0; i < 7; i++) Assert.Equal(2f * labels[i], left.X[0][i].Span[0]);
        Assert.Equal(left.X[0].ToArray(), Utils.SplitDataset(x, leftSize: 0.7, shuffle: true, seed: 5).Left[0].ToArray());
    }

    [Fact]
    public void Names_stay()
    {
        (DataGroup left, _) = Utils.SplitDataset(new DataGroup { ["a"] = s_ten, ["b"] = s_ten }, rightSize: 1.0);
        Assert.Equal(["a", "b"], left.Names);
        Assert.Equal(9, left["b"].Count);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, null)]
    [InlineData(-1.0, null)]
    [InlineData(10.0, null)]
    [InlineData(11.0, null)]
    [InlineData(0.04, null)]
    [InlineData(6.0, 5.0)]
    [InlineData(0.6, 0.6)]
    [InlineData(1.5, null)]
    [InlineData(double.NaN, null)]
    [InlineData(null, double.PositiveInfinity)]
    public void Sizes_that_make_no_two_parts_are_refused(double? left, double? right) =>
        Assert.StartsWith("SplitDataset: expected", Assert.ThrowsAny<ArgumentException>(
            () => Utils.SplitDataset(s_ten, left, right)).Message, StringComparison.Ordinal);

    [Fact]
    public void Arrays_of_other_lengths_are_refused() =>
        Assert.Contains("10, 9", Assert.Throws<ArgumentException>(
            () => Utils.SplitDataset(s_ten, s_ten[..9], leftSize: 0.5)).Message, StringComparison.Ordinal);
}
