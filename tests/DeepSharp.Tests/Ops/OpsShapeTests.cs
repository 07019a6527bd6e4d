using DeepSharp.Tests.Reference;
using Functions = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

public class OpsShapeTests
{
    [Theory]
    [InlineData(0, new[] { 1, 2, 3 })]
    [InlineData(1, new[] { 2, 1, 3 })]
    [InlineData(2, new[] { 2, 3, 1 })]
    [InlineData(-1, new[] { 2, 3, 1 })]
    [InlineData(-3, new[] { 1, 2, 3 })]
    public void A_new_axis_comes_where_it_is_wanted(int axis, int[] shape) =>
        Assert.Equal(shape, Functions.ExpandDims(Tensor.Zeros([2, 3]), axis).Shape.ToArray());

    [Fact]
    public void A_place_that_does_not_exist_is_refused() => ShapeError.Of(() => Functions.ExpandDims(Tensor.Zeros([2, 3]), 3));

    [Fact]
    public void Axes_of_length_1_go()
    {
        Tensor x = Tensor.Zeros([1, 2, 1, 3]);
        Assert.Equal([2, 3], Functions.Squeeze(x).Shape.ToArray());
        Assert.Equal([1, 2, 3], Functions.Squeeze(x, 2).Shape.ToArray());
        Assert.Equal([2, 1, 3], Functions.Squeeze(x, -4).Shape.ToArray());
        Assert.Equal(
            "Squeeze: expected axis 1 to have length 1 but got (1, 2, 1, 3).", ShapeError.Of(() => Functions.Squeeze(x, 1)));
    }

    [Fact]
    public void Views_and_products_are_those_of_the_tensor()
    {
        Tensor x = OpData.Random([2, 3], 1), y = OpData.Random([3, 2], 2);
        Assert.Equal([3, 2], Functions.Reshape(x, [3, -1]).Shape.ToArray());
        Assert.Equal(x.Transpose().ToArray(), Functions.Transpose(x).ToArray());
        Assert.Equal(x.Transpose().ToArray(), Functions.Transpose(x, [1, 0]).ToArray());
        Assert.Equal(x.MatMul(y).ToArray(), Functions.MatMul(x, y).ToArray());
        Assert.Equal([4, 2, 3], Functions.BroadcastTo(x, [4, 2, 3]).Shape.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Parts_put_together_are_the_whole_with_its_gradient(int axis)
    {
        Tensor x = OpData.Random([4, 2, 6], 1);
        GradientCheck.Run(() => Functions.Concatenate(Functions.Split(x, 2, axis), axis), [x], at => [.. at[0]]);

        // The parts in another order, and each with a factor of its own.
        int length = x.Shape[x.Shape.NormalizeAxis(axis)];
        GradientCheck.Run(
            () =>
            {
                Tensor[] parts = Functions.Split(x, [1, length - 1], axis);
                return Functions.Concatenate([parts[0], 2f * parts[1], 3f * parts[2] + 0f * parts[2]], axis);
            },
            [x],
            at => Scale(at[0], [4, 2, 6], axis, i => i == 0 ? 1 : i == length - 1 ? 3 : 2));
    }

    [Fact]
    public void Splitting_gives_the_parts_in_order()
    {
        Tensor x = Tensor.Range(0, 12).Reshape([2, 6]);
        Tensor[] halves = Functions.Split(x, 2, axis: 1), parts = Functions.Split(x, [1, 1, 4], axis: -1);
        Assert.Equal([0f, 1f, 2f, 6f, 7f, 8f], halves[0].ToArray());
        Assert.Equal([3f, 4f, 5f, 9f, 10f, 11f], halves[1].ToArray());
        Assert.Equal([[2, 1], [2, 0], [2, 3], [2, 2]], parts.Select(part => part.Shape.ToArray()));
        Assert.Equal([4f, 5f, 10f, 11f], parts[3].ToArray());
        Assert.Equal(
            "Split: expected a number of parts that divides axis 1 of (2, 6) but got 4.", ShapeError.Of(() => Functions.Split(x, 4, 1)));
        Assert.Equal(
            "Split: expected rising positions within axis 1 of (2, 6) but got 3, 2.", ShapeError.Of(() => Functions.Split(x, [3, 2], 1)));
        ShapeError.Of(() => Functions.Split(x, [7], 1));
    }

    [Theory]
    [InlineData(0, new[] { 2, 3, 4 })]
    [InlineData(1, new[] { 3, 2, 4 })]
    [InlineData(2, new[] { 3, 4, 2 })]
    [InlineData(-1, new[] { 3, 4, 2 })]
    public void Stacking_puts_tensors_along_a_new_axis(int axis, int[] shape)
    {
        Tensor x = OpData.Random([3, 4], 1), y = OpData.Random([3, 4], 2);
        Assert.Equal(shape, Functions.Stack([x, y], axis).Shape.ToArray());
        int position = axis < 0 ? 2 : axis;
        int[] order = position == 0 ? [0, 1, 2] : position == 1 ? [1, 0, 2] : [1, 2, 0];
        GradientCheck.Run(
            () => Functions.Stack([x, y], axis), [x, y], at => TensorOpReference.Transpose([.. at[0], .. at[1]], [2, 3, 4], order));
    }

    [Fact]
    public void Nothing_or_what_differs_cannot_be_put_together()
    {
        Assert.Equal(
            "Stack: expected at least one tensor but got none.", Assert.Throws<ArgumentException>(() => Functions.Stack([])).Message);
        Assert.Equal(
            "Concatenate: expected at least one tensor but got none.",
            Assert.Throws<ArgumentException>(() => Functions.Concatenate([])).Message);
        Assert.Equal(
            "Stack: expected tensors of one shape but got (2,) and (1,).",
            ShapeError.Of(() => Functions.Stack([Tensor.Zeros([2]), Tensor.Zeros([1])])));
        Assert.Contains(
            "expected inputs that agree but for axis 1",
            ShapeError.Of(() => Functions.Concatenate([Tensor.Zeros([2, 2]), Tensor.Zeros([3, 2])], 1)));
    }

    [Fact]
    public void Labels_become_rows_with_a_one()
    {
        Tensor labels = Tensor.From([2, 0, 5, -1, 0.5f, float.NaN], [6]);
        Assert.Equal([0f, 0f, 1f, 1f, 0f, 0f, .. new float[12]], Functions.OneHot(labels, 3).ToArray());
        Assert.Equal([1f, 0f, 0f, 1f], Functions.OneHot(Tensor.From([0, 1]), 2, axis: 0).ToArray());
        Assert.Equal([2, 4, 3], Functions.OneHot(Tensor.Zeros([2, 3]), 4, axis: 1).Shape.ToArray());
        Assert.Equal([0f, 1f, 1f, 0f], Functions.OneHot(Tensor.From([1, 0], [1, 2]), 2, axis: 1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Functions.OneHot(labels, 0));
    }

    private static double[] Scale(double[] x, int[] shape, int axis, Func<int, double> factor)
    {
        int position = axis < 0 ? axis + shape.Length : axis;
        int inner = shape[(position + 1)..].Aggregate(1, (a, b) => a * b);
        return [.. x.Select((value, i) => value * factor(i / inner % shape[position]))];
    }
}
