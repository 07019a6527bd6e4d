using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.LinearAlgebra;

public class ProductTests
{
    [Fact]
    public void Sums_of_products_are_over_the_axes_that_are_named()
    {
        Tensor a = OpData.Random([2, 3, 4], 1), b = OpData.Random([4, 3, 5], 2), v = OpData.Random([4], 3);
        Close(F.Einsum("ijk,kjl->il", a, b), F.TensorDot(a, b, [1, 2], [1, 0]));
        Close(F.Einsum("ijk,klm->ijlm", a, b), F.TensorDot(a, b, 1));
        Close(F.Einsum("ijk,lkm->ijlm", a, OpData.Random([2, 4, 3], 4)), F.Dot(a, OpData.Random([2, 4, 3], 4)));
        Close(F.Einsum("ijk,k->ij", a, v), F.Dot(a, v));
        Close(F.Einsum("ijk,k->ij", a, v), F.MatMul(a, v));
        Close(F.Einsum("k,kjl->jl", v, b), F.TensorDot(v, b, 1));
        Close(F.Einsum("ijk,lmk->ijlm", a, OpData.Random([1, 2, 4], 5)), F.Inner(a, OpData.Random([1, 2, 4], 5)));
        Assert.Equal(F.Sum(v * v).Item(), F.VDot(v, v).Item(), 1e-5f);
        Assert.Equal([4, 4], F.Outer(v, v).Shape.ToArray());
        Assert.Equal(F.Sum(v * v).Item(), F.MatMul(v, v).Item(), 1e-5f);
        Assert.StartsWith("TensorDot: ", ShapeError.Of(() => F.TensorDot(a, b, [0], [0])), StringComparison.Ordinal);
    }

    [Fact]
    public void Cross_products_are_at_right_angles()
    {
        Tensor a = OpData.Random([5, 3], 6), b = OpData.Random([5, 3], 7), flat = OpData.Random([5, 2], 8);
        GradientCheck.Run(() => F.Cross(a, b), [a, b], at => [.. at[0].Chunk(3).Zip(at[1].Chunk(3)).SelectMany(p => Cross(p.First, p.Second))]);
        GradientCheck.Run(() => F.Cross(a, flat), [a, flat], at => [.. at[0].Chunk(3).Zip(at[1].Chunk(2)).SelectMany(p => Cross(p.First, [.. p.Second, 0]))]);
        GradientCheck.Run(() => F.Cross(flat, a), [flat, a], at => [.. at[0].Chunk(2).Zip(at[1].Chunk(3)).SelectMany(p => Cross([.. p.First, 0], p.Second))]);
        Assert.Equal([5], F.Cross(flat, flat).Shape.ToArray());
        Close(F.Transpose(F.Cross(a, b)), F.Cross(F.Transpose(a), F.Transpose(b), axis: 0));
        Assert.StartsWith("Cross: ", ShapeError.Of(() => F.Cross(Tensor.Zeros([4]), Tensor.Zeros([4]))), StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_of_matrices_are_by_rows_columns_and_singular_values()
    {
        Tensor x = Tensor.From([1, -2, 3, 4], [2, 2]);
        Assert.Equal((4f, 6f, 3f, 7f), (F.Norm(x, -1, [0, 1]).Item(), F.Norm(x, 1, [0, 1]).Item(), F.Norm(x, double.NegativeInfinity).Item(), F.Norm(x, double.PositiveInfinity).Item()));
        Assert.Equal(Math.Sqrt(30), F.Norm(x, "fro").Item(), 1e-5);
        Assert.Equal(F.Sum(F.SingularValues(x)).Item(), F.Norm(x, "nuc").Item(), 1e-5f);
        Assert.Equal(F.SingularValues(x)[0], F.Norm(x, 2).Item(), 1e-5f);
        Assert.Equal([1, 1], F.Norm(x, 2, [0, 1], keepDims: true).Shape.ToArray());
        Assert.Equal(Math.Sqrt(30), F.Norm(x.Reshape([2, 1, 2])).Item(), 1e-5);
        Assert.Throws<ArgumentException>(() => F.Norm(x, 3, [0, 1]));
        Assert.Throws<ArgumentException>(() => F.Norm(x, "max"));
    }

    [Fact]
    public void Distances_and_correlations_have_the_gradients_of_doubles()
    {
        Tensor x = OpData.Random([3, 2], 9), y = OpData.Random([4, 2], 10);
        GradientCheck.Run(() => F.CDist(x, y), [x, y], at => [.. at[0].Chunk(2).SelectMany(p => at[1].Chunk(2).Select(q => Math.Sqrt(Math.Pow(p[0] - q[0], 2) + Math.Pow(p[1] - q[1], 2))))]);
        Assert.Equal(0f, F.CDist(x, x)[1, 1]);
        Tensor r = F.CorrCoef(OpData.Random([3, 9], 11));
        Assert.Equal(1f, r[1, 1], 1e-5f);
        Assert.Equal(r[0, 2], r[2, 0], 1e-6f);
        Tensor a = Tensor.From([1.0, 2.0, 3.0]), b = Tensor.From([0.0, 1.0, 0.5]);
        Assert.Equal([3.5f], F.Correlate(a, b).ToArray());
        Assert.Equal([2f, 3.5f, 3f], F.Correlate(a, b, "same").ToArray());
        Assert.Equal([0.5f, 2f, 3.5f, 3f, 0f], F.Correlate(a, b, "full").ToArray());
        GradientCheck.Run(() => F.Correlate(a, b, "same"), [a, b], at => [at[0][0] * at[1][1] + at[0][1] * at[1][2], at[0].Zip(at[1], (p, q) => p * q).Sum(), at[0][1] * at[1][0] + at[0][2] * at[1][1]]);
    }

    private static double[] Cross(double[] a, double[] b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

    private static void Close(Tensor want, Tensor got)
    {
        Assert.Equal(want.Shape, got.Shape);
        TestData.AssertClose(Array.ConvertAll(want.ToArray(), value => (double)value), got.Span, 1e-5, 1e-5, "values");
    }
}
