namespace DeepSharp.Tests.Tensors;

public class TensorTests
{
    [Fact]
    public void Factories_fill_what_they_say()
    {
        Assert.Equal([0f, 0f], Tensor.Zeros([2]).ToArray());
        Assert.Equal([1f, 1f], Tensor.Ones([2]).ToArray());
        Assert.Equal([7f, 7f], Tensor.Full([1, 2], 7).ToArray());
        Assert.Equal(3f, Tensor.Scalar(3).Item());
        Assert.Equal([1f, 0f, 0f, 1f], Tensor.Eye(2).ToArray());
        Assert.Equal([2f, 2.5f, 3f], Tensor.Range(2, 3.5f, 0.5f).ToArray());
        Assert.Equal([3f, 2f], Tensor.Range(3, 1, -1).ToArray());
        Assert.Equal(0, Tensor.Range(3, 1).Size);
        Assert.Equal([3f, -2f], Tensor.FromLabels([3, -2]).ToArray());
        Assert.Equal([0f, 0f, 1f, 1f, 0f, 0f], Tensor.OneHot([2, 0], 3).ToArray());
        Assert.Equal([2, 3], Tensor.OneHot([2, 0], 3).Shape.ToArray());
    }

    [Fact]
    public void Factories_refuse_what_does_not_fit()
    {
        Assert.Equal(
            "Tensor.From: expected 6 values for shape (2, 3) but got 5.",
            ShapeError.Of(() => Tensor.From(new float[5], [2, 3])));
        Assert.Contains("0 to 2, but number 1", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.OneHot([0, 3], 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.OneHot([-1], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.FromLabels([(1 << 24) + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Range(0, 1, 0));
        Assert.Throws<ShapeException>(() => Tensor.Zeros([Shape.Any, 2]));
    }

    [Fact]
    public void A_tensor_from_values_is_a_copy()
    {
        float[] values = [1, 2];
        Tensor x = Tensor.From(values), y = x.Clone();
        values[0] = 9;
        x[1] = 8;
        Assert.Equal([1f, 8f], x.ToArray());
        Assert.Equal([1f, 2f], y.ToArray());
    }

    [Fact]
    public void Values_are_read_and_written_by_position()
    {
        Tensor x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([1f, 6f, 6f, 4f], [x[0, 0], x[1, 2], x[-1, -1], x[1, -3]]);
        x[0, 1] = 20;
        Assert.Equal(20f, x.Span[1]);
        Assert.Equal(5f, Tensor.Scalar(5)[[]]);
    }

    [Fact]
    public void Positions_that_do_not_exist_are_refused()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal(
            "Tensor: expected an index from -3 to 2 on axis 1 of shape (2, 3) but got 3.", ShapeError.Of(() => x[0, 3]));
        Assert.Throws<ShapeException>(() => x[-3, 0]);
        Assert.Equal(
            "Tensor: expected 2 indices for shape (2, 3) but got 1. Give one for every axis.", ShapeError.Of(() => x[0]));
        Assert.Contains("one value but got shape (2, 3) with 6", ShapeError.Of(() => x.Item()));
    }

    [Fact]
    public void Views_share_their_values()
    {
        Tensor x = Tensor.From([1, 2, 3, 4, 5, 6], [3, 2]);
        Tensor rows = x[1..], flat = x.Reshape([-1]), row = x.Slice(1, 1);
        rows[0, 0] = 30;
        Assert.Equal([1f, 2f, 30f, 4f, 5f, 6f], flat.ToArray());
        Assert.Equal([30f, 4f], row.ToArray());
        Assert.Equal([2, 2], rows.Shape.ToArray());
        Assert.Equal([5f, 6f], x[^1..].ToArray());
        Assert.Equal(0, x[3..].Size);
    }

    [Fact]
    public void Reshaping_keeps_the_number_of_values()
    {
        Tensor x = Tensor.Zeros([2, 6]);
        Assert.Equal([3, 4], x.Reshape([3, -1]).Shape.ToArray());
        Assert.Contains(
            "Reshape: expected a shape that holds the 12 values of (2, 6) but got (5, None)", ShapeError.Of(() => x.Reshape([5, -1])));
        Assert.Throws<ShapeException>(() => x.Reshape([-1, -1]));
        Assert.Throws<ShapeException>(() => x.Reshape([11]));
        Assert.Equal([0, 5], Tensor.Zeros([0]).Reshape([-1, 5]).Shape.ToArray());
    }

    [Fact]
    public void Rows_that_are_not_there_are_refused()
    {
        Tensor x = Tensor.Zeros([3, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, int.MaxValue));
        Assert.StartsWith(
            "Slice: expected rows within 0 to 3 of shape (3, 2) but got 5 rows from 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x[4..9]).Message);
        Assert.Contains("4 rows from 0", Assert.Throws<ArgumentOutOfRangeException>(() => x[..4]).Message);
        Assert.Contains("-1 rows from 2", Assert.Throws<ArgumentOutOfRangeException>(() => x[2..1]).Message);
        Assert.Contains("4 rows from -1", Assert.Throws<ArgumentOutOfRangeException>(() => x[^4..]).Message);
        Assert.Throws<ShapeException>(() => Tensor.Scalar(1)[..]);
    }

    [Fact]
    public void Assigning_copies_values_of_the_same_shape()
    {
        Tensor x = Tensor.Zeros([2]);
        x.Assign(Tensor.From([1, 2]));
        Assert.Equal([1f, 2f], x.ToArray());
        Assert.Contains("(2,) but got (1, 2)", ShapeError.Of(() => x.Assign(Tensor.Zeros([1, 2]))));
    }

    [Fact]
    public void Tensors_print_their_shape_and_nested_values()
    {
        Assert.Equal("Tensor (2, 2) [[1, 2.5],\n [-3, NaN]]", Tensor.From([1, 2.5f, -3, float.NaN], [2, 2]).ToString());
        Assert.Equal("Tensor () 4", Tensor.Scalar(4).ToString());
        Assert.Equal("Tensor (12,) [0, 1, 2, ..., 9, 10, 11]", Tensor.Range(0, 12).ToString());
        Assert.Equal("Tensor (0,) []", Tensor.Zeros([0]).ToString());
        Assert.Equal("Tensor (1, 2, 1) [[[1],\n  [2]]]", Tensor.From([1, 2], [1, 2, 1]).ToString());
    }
}
