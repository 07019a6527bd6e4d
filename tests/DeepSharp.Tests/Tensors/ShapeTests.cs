namespace DeepSharp.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void Lengths_are_read_from_either_end()
    {
        Shape shape = [32, 28, 28, 1];
        Assert.Equal(4, shape.Rank);
        Assert.Equal(32, shape[0]);
        Assert.Equal(1, shape[^1]);
        Assert.Equal([28, 28, 1], shape[1..].ToArray());
        Assert.Equal([32, 28, 28, 1], shape);
        Assert.Equal(32 * 28 * 28, shape.Size);
    }

    [Fact]
    public void A_range_of_axes_that_are_not_there_is_refused()
    {
        Shape shape = [2, 3];
        Assert.Equal("Shape (2, 3): expected a rising range of axes from 0 to 2 but got 1..4.", ShapeError.Of(() => shape[1..4]));
        Assert.Throws<ShapeException>(() => shape[2..1]);
        Assert.Throws<ShapeException>(() => shape[^3..]);
    }

    [Fact]
    public void Shapes_print_as_in_Keras()
    {
        Assert.Equal("(None, 32)", Shape.Create([Shape.Any, 32]).ToString());
        Assert.Equal("(10,)", Shape.Create([10]).ToString());
        Assert.Equal("()", default(Shape).ToString());
    }

    [Fact]
    public void Shapes_are_equal_by_their_lengths()
    {
        Shape a = [2, 3], b = [2, 3], c = [2, 3, 1];
        Assert.True(a == b && a != c && a.Equals((object)b) && !a.Equals("(2, 3)"));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal(a, c[..2]);
    }

    [Fact]
    public void Changed_lengths_make_new_shapes()
    {
        Shape shape = [2, 3];
        Assert.Equal([7, 3], shape.WithFirst(7).ToArray());
        Assert.Equal([2, 7], shape.WithLast(7).ToArray());
        Assert.Equal([7, 2, 3], shape.Prepend(7).ToArray());
        Assert.Equal([2, 3], shape.ToArray());
    }

    [Fact]
    public void A_shape_with_an_unknown_length_accepts_any()
    {
        Shape expected = [Shape.Any, 3];
        Assert.True(expected.Accepts([5, 3]));
        Assert.False(expected.Accepts([5, 4]));
        Assert.False(expected.Accepts([3]));
        Assert.False(expected.IsKnown);
        Assert.True(expected.WithFirst(1).IsKnown);
        Assert.Contains("None", ShapeError.Of(() => expected.Size));
    }

    [Fact]
    public void A_length_of_zero_makes_an_empty_shape()
    {
        Shape shape = [3, 0, 2];
        Assert.Equal(0, shape.Size);
        Assert.Equal(1, default(Shape).Size);
    }

    [Fact]
    public void An_empty_shape_is_empty_whatever_its_other_lengths() => Assert.Equal(0, Shape.Create([int.MaxValue, int.MaxValue, 0]).Size);

    [Fact]
    public void Shapes_of_too_many_values_are_refused_without_overflow()
    {
        foreach (int[] lengths in (int[][])[[1 << 16, 1 << 16], [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue]])
        {
            Assert.Contains(
                "2,147,483,591",
                ShapeError.Of(() => Shape.Create(lengths).Size));
        }
    }

    [Fact]
    public void Negative_axes_count_from_the_end()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal([0, 2, 2, 0], [shape.NormalizeAxis(0), shape.NormalizeAxis(2), shape.NormalizeAxis(-1), shape.NormalizeAxis(-3)]);
        Assert.Equal("Shape (2, 3, 4): expected an axis from -3 to 2 but got 3.", ShapeError.Of(() => shape.NormalizeAxis(3)));
        Assert.Throws<ShapeException>(() => shape.NormalizeAxis(-4));
        Assert.Throws<ShapeException>(() => shape[3]);
        Assert.Throws<ShapeException>(() => default(Shape).WithLast(2));
    }

    [Fact]
    public void Lengths_are_taken_and_set_from_either_end()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal([4, 2, 4, 2], [shape[-1], shape[-3], shape[^1], shape[^3]]);
        Assert.Equal([2, 3, 7], shape.With(-1, 7));
        Assert.Equal("Shape (2, 3, 4): expected an axis from -3 to 2 but got -4.", ShapeError.Of(() => shape[-4]));
        Assert.Equal("Shape (2, 3, 4): expected an axis from -3 to 2 but got -4.", ShapeError.Of(() => shape[^4]));
        Assert.Equal("Shape (2, 3, 4): expected an axis from -3 to 2 but got 3.", ShapeError.Of(() => shape[(Index)3]));
        Assert.Throws<ShapeException>(() => shape[^0]);
        Assert.Throws<ShapeException>(() => shape.With(3, 1));
        Assert.Equal(
            "Shape (): expected a shape that has an axis -1, but this is that of a single number.", ShapeError.Of(() => default(Shape)[-1]));
    }

    [Fact]
    public void At_most_eight_lengths_of_zero_or_more_are_taken()
    {
        Assert.Contains("at most 8 axes but got 9", ShapeError.Of(() => Shape.Create(new int[9])));
        Assert.Contains("-2 in (3, -2)", ShapeError.Of(() => Shape.Create([3, -2])));
        Assert.Contains("no room", ShapeError.Of(() => Shape.Create(new int[8]).Prepend(1)));
    }

    [Fact]
    public void Broadcasting_aligns_at_the_end_and_stretches_ones()
    {
        Assert.Equal([2, 3], Shape.Broadcast([2, 3], [3]).ToArray());
        Assert.Equal([4, 2, 3], Shape.Broadcast([2, 1], [4, 1, 3]).ToArray());
        Assert.Equal([0, 2], Shape.Broadcast([1, 2], [0, 1]).ToArray());
        Assert.Equal([Shape.Any, 4, 3], Shape.Broadcast([Shape.Any, 1, 3], [1, 4, Shape.Any]).ToArray());
        Assert.Equal([5, Shape.Any], Shape.Broadcast([5, Shape.Any], [Shape.Any, Shape.Any]).ToArray());
        Assert.Equal(
            "Shapes (2, 3) and (4,) do not broadcast: axis 1 is 3 against 4; they must be equal, or one of them 1.",
            ShapeError.Of(() => Shape.Broadcast([2, 3], [4])));
    }

    [Fact]
    public void The_innermost_layer_is_named_in_front_of_a_message()
    {
        var error = new ShapeException("expected more.");
        Assert.False(error.NameOp("MatMul"));
        Assert.Equal("MatMul: expected more.", error.Message);
        Assert.False(error.NameLayer("Dense 'inner'"));
        Assert.False(error.NameLayer("Sequential 'outer'"));
        Assert.Equal("Dense 'inner': expected more.", error.Message);
    }
}
