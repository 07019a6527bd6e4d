using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.Sorting;

public class SortingTests
{
    private static readonly Tensor s_x = Tensor.From([3, 1, 2, 1, 0, 5], [2, 3]);

    [Fact]
    public void Values_come_in_order_with_equal_ones_as_they_were()
    {
        Assert.Equal([1f, 2f, 3f, 0f, 1f, 5f], F.Sort(s_x).ToArray());
        Assert.Equal([1f, 0f, 2f, 3f, 1f, 5f], F.Sort(s_x, 0).ToArray());
        Assert.Equal([0f, 1f, 1f, 2f, 3f, 5f], F.Sort(s_x, null).ToArray());
        Assert.Equal([1f, 2f, 0f, 1f, 0f, 2f], F.ArgSort(s_x).ToArray());
        Assert.Equal([4f, 1f, 3f, 2f, 0f, 5f], F.ArgSort(s_x, null).ToArray());
        float[] withNaN = F.Sort(Tensor.From([float.NaN, 1f, float.PositiveInfinity])).ToArray();
        Assert.Equal([1f, float.PositiveInfinity, float.NaN], withNaN);
        Tensor x = OpData.Distinct([3, 5], 1);
        GradientCheck.Run(() => F.Sort(x), [x], at => [.. at[0].Chunk(5).SelectMany(row => row.Order())]);
        int at = (int)F.ArgPartition(s_x, 1)[0, 1];
        Assert.Equal(2f, s_x[0, at]);
    }

    [Fact]
    public void The_largest_fall_and_the_first_of_equal_ones_comes_first()
    {
        (Tensor values, Tensor indices) = F.TopK(Tensor.From([1, 3, 3, 2], [1, 4]), 3);
        Assert.Equal([3f, 3f, 2f], values.ToArray());
        Assert.Equal([1f, 2f, 3f], indices.ToArray());
        Tensor x = OpData.Distinct([2, 5], 2);
        GradientCheck.Run(() => F.TopK(x, 2).Values, [x], at => [.. at[0].Chunk(5).SelectMany(row => row.OrderDescending().Take(2))]);
        Tensor scores = Tensor.From([0.1, 0.5, 0.4, 0.5, 0.3, 0.2], [2, 3]);
        Assert.Equal([1f, 0f], F.InTopK(Tensor.From([1.0, 2.0]), scores, 1).ToArray());
        Assert.Equal([0f, 1f], F.InTopK(Tensor.From([7.0, 0.0]), scores, 2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => F.TopK(scores, 4));
    }

    [Fact]
    public void Places_in_sorted_vectors_are_before_or_behind_equal_ones()
    {
        Tensor sorted = Tensor.From([1.0, 2.0, 2.0, 4.0]), values = Tensor.From([0.0, 2.0, 3.0, 9.0]);
        Assert.Equal([0f, 1f, 3f, 4f], F.SearchSorted(sorted, values).ToArray());
        Assert.Equal([0f, 3f, 3f, 4f], F.SearchSorted(sorted, values, "right").ToArray());
        Assert.Equal([0f, 3f, 3f, 4f], F.Digitize(values, sorted).ToArray());
        Assert.Throws<ArgumentException>(() => F.SearchSorted(sorted, values, "middle"));
    }

    [Fact]
    public void Values_are_found_and_counted()
    {
        Tensor[] at = F.Nonzero(Tensor.From([0, 2, 0, 0, 0, 3], [2, 3]));
        Assert.Equal([0f, 1f], at[0].ToArray());
        Assert.Equal([1f, 2f], at[1].ToArray());
        Tensor[] index = F.UnravelIndex(Tensor.From([5.0, -6.0]), [2, 3]);
        Assert.Equal([1f, 0f], index[0].ToArray());
        Assert.Equal([2f, 0f], index[1].ToArray());
        (Tensor values, Tensor indices, Tensor inverse, Tensor counts) = F.Unique(s_x);
        Assert.Equal([0f, 1f, 2f, 3f, 5f], values.ToArray());
        Assert.Equal([4f, 1f, 2f, 0f, 5f], indices.ToArray());
        Assert.Equal([3f, 1f, 2f, 1f, 0f, 4f], inverse.ToArray());
        Assert.Equal([1f, 2f, 1f, 1f, 1f], counts.ToArray());
        Assert.Equal([1f, 2f, 1f, 1f, 0f, 1f, 0f], F.BinCount(F.Ravel(s_x), minLength: 7).ToArray());
        Assert.Equal([0f, 1.5f, 2f, 0.5f], F.BinCount(Tensor.From([3.0, 1.0, 2.0]), Tensor.From([0.5, 1.5, 2.0])).ToArray());
        Assert.Equal([0f, 1f, 1f, 1f, 0f, 0f, 1f, 1f, 0f, 0f, 0f, 1f], F.BinCount(s_x).ToArray());
        (Tensor bins, Tensor edges) = F.Histogram(Tensor.From([0.0, 1.0, 1.9, 2.0, 4.0]), 2);
        Assert.Equal([3f, 2f], bins.ToArray());
        Assert.Equal([0f, 2f, 4f], edges.ToArray());
        Assert.Equal([2f, 1f], F.Histogram(Tensor.From([0.0, 1.0, 1.9, 2.0, 4.0]), 2, (1, 3)).Counts.ToArray().Select(count => count).ToArray());
        Assert.Throws<ArgumentException>(() => F.BinCount(Tensor.From([0.5])));
    }
}
