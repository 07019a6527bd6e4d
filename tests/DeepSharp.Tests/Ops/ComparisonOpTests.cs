using CsCheck;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

public class ComparisonOpTests
{
    [Fact]
    public void Comparisons_give_one_where_they_hold()
    {
        Tensor x = Tensor.From([1, 2, 3, float.NaN]);
        Assert.Equal([0f, 0f, 1f, 0f], x.Greater(2).ToArray());
        Assert.Equal([0f, 1f, 1f, 0f], x.GreaterOrEqual(2).ToArray());
        Assert.Equal([1f, 0f, 0f, 0f], x.Less(2).ToArray());
        Assert.Equal([1f, 1f, 0f, 0f], x.LessOrEqual(2).ToArray());
        Assert.Equal([0f, 1f, 0f, 0f], x.EqualTo(2).ToArray());
        Assert.Equal([1f, 0f, 1f, 1f], x.NotEqualTo(2).ToArray());
    }

    [Fact]
    public void Numbers_are_doubles_or_floats()
    {
        Tensor x = Tensor.From([0.1f, 0.5f]);
        Assert.Equal([0f, 1f], x.Greater(0.1).ToArray());
        Assert.Equal([1f, 1f], x.GreaterOrEqual(0.1).ToArray());
        Assert.Equal([0f, 0f], x.Less(0.1).ToArray());
        Assert.Equal([1f, 0f], x.LessOrEqual(0.1).ToArray());
        Assert.Equal([1f, 0f], x.EqualTo(0.1).ToArray());
        Assert.Equal([0f, 1f], x.NotEqualTo(0.1).ToArray());
        Assert.Equal([0f, 1f], x.NotEqualTo(0.1f).ToArray());
        Assert.Equal([0.1f, 0.25f], x.Clip(0.1, 0.25).ToArray());
        Assert.Equal([0.25f, 0.5f], x.Maximum(0.25).ToArray());
        Assert.Equal([0.1f, 0.25f], x.Minimum(0.25).ToArray());
        Assert.Equal([2f, 3f], Tensor.From([4f, 9f]).Pow(0.5).ToArray());
        Assert.Equal([16f, 81f], Tensor.From([4f, 9f]).Pow(2.0).ToArray());
        Assert.Equal([0f, 1f], DeepSharp.Ops.Greater(x, 0.1).ToArray());
        Assert.Equal([1f, 1f], DeepSharp.Ops.GreaterEqual(x, 0.1).ToArray());
        Assert.Equal([0f, 0f], DeepSharp.Ops.Less(x, 0.1).ToArray());
        Assert.Equal([1f, 0f], DeepSharp.Ops.LessEqual(x, 0.1).ToArray());
        Assert.Equal([1f, 0f], DeepSharp.Ops.Equal(x, 0.1).ToArray());
        Assert.Equal([0f, 1f], DeepSharp.Ops.NotEqual(x, 0.1).ToArray());
        Assert.Equal([0.1f, 0.1f], Tensor.Full([2], 0.1).ToArray());
        Assert.Equal(0.1f, Tensor.Scalar(0.1).Item());
        Assert.Equal([0f, 0.1f, 0.2f], Tensor.Range(0, 0.3, 0.1).ToArray());
    }

    [Fact]
    public void Comparisons_broadcast()
    {
        Tensor y = Tensor.From([1, 2], [2, 1]).Less(Tensor.From([1, 2, 3]));
        Assert.Equal([2, 3], y.Shape.ToArray());
        Assert.Equal([0f, 1f, 1f, 0f, 0f, 1f], y.ToArray());
    }

    [Fact]
    public void Where_takes_the_first_where_the_mask_is_not_zero()
    {
        Tensor y = Tensor.Where(Tensor.From([1, 0, -2]), Tensor.From([10, 20], [2, 1]), Tensor.Scalar(-1));
        Assert.Equal([2, 3], y.Shape.ToArray());
        Assert.Equal([10f, -1f, 10f, 20f, -1f, 20f], y.ToArray());
    }

    [Fact]
    public void Where_passes_its_gradient_to_what_it_took()
    {
        Tensor mask = Tensor.From([1, 0, 1, 0, 0, 1], [2, 3]), a = OpData.Random([3], 1), b = OpData.Random([2, 1], 2);
        float[] m = mask.ToArray();
        GradientCheck.Run(
            () => Tensor.Where(mask, a, b), [a, b],
            at => [.. Enumerable.Range(0, 6).Select(i => m[i] != 0 ? at[0][i % 3] : at[1][i / 3])]);
    }

    [Fact]
    public void A_comparison_has_no_gradient()
    {
        Tensor x = Tensor.From([1, 2, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x.Greater(2) * x);
        Assert.Equal([0f, 0f, 1f], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void Any_tensor_stretches_to_the_shape_it_broadcasts_to() => OpData.BroadcastShapes.Sample((aShape, bShape) =>
    {
        int[] shape = TensorOpReference.Broadcast(aShape, bShape);
        Tensor a = OpData.Random(aShape, 1);
        GradientCheck.Run(
            () => a.BroadcastTo(shape.AsShape()) * 2f, [a],
            at => TensorOpReference.Map(at[0], aShape, new double[TensorOpReference.Size(shape)], shape, (value, _) => 2 * value));
    }, iter: 100);

    [Fact]
    public void A_shape_that_a_tensor_does_not_stretch_to_is_refused()
    {
        Assert.Contains(
            "BroadcastTo: expected a shape that (2, 3) stretches to but got (2, 1).",
            ShapeError.Of(() => Tensor.Zeros([2, 3]).BroadcastTo([2, 1])));
    }
}
