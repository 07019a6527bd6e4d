namespace DeepSharp.Tests.Data;

public class NormalizeTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(-1, 3)]
    [InlineData(-2, double.PositiveInfinity)]
    public void Norms_along_an_axis_become_one(int axis, double order)
    {
        Tensor x = Tensor.RandomNormal([3, 4, 5], seed: 1), y = Utils.Normalize(x, axis, order);
        Tensor sizes = DeepSharp.Ops.Abs(y);
        Tensor norms = double.IsPositiveInfinity(order)
            ? sizes.Max(axis: axis) : sizes.Pow(order).Sum(axis: axis).Pow(1 / order);
        Assert.All(norms.ToArray(), norm => Assert.Equal(1f, norm, 1e-5f));
        Assert.Equal(Math.Sign(x.Span[7]), Math.Sign(y.Span[7]));
    }

    [Fact]
    public void Rows_of_zeros_stay_and_large_numbers_do_not_overflow()
    {
        Tensor y = Utils.Normalize(Tensor.From([0f, 0f, 3e38f, 3e38f, 1e-40f, 0f], [3, 2]));
        Assert.Equal([0, 0], y.Span[..2].ToArray());
        Assert.Equal(0.70710677f, y.Span[2]);
        Assert.Equal(1f, y.Span[4]);
        Assert.Equal(0, Utils.Normalize(Tensor.Zeros([0, 3])).Shape.Size);
    }

    [Fact]
    public void Extreme_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(Tensor.Ones([2]), axis: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(Tensor.Ones([2]), axis: int.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(Tensor.Ones([2]), order: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(Tensor.Ones([2]), order: double.NaN));
    }
}
