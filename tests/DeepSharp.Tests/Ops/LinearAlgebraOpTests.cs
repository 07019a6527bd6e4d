using CsCheck;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

public class LinearAlgebraOpTests
{
    private static readonly Gen<(int[] Shape, int Seed)> s_permutations = Gen.Select(Gen.Int[1, 4].Array[0, 4], Gen.Int[0, 1000]);

    public static TheoryData<int[], int[]> Batches() => new()
    {
        { [], [] }, { [3], [3] }, { [3], [] }, { [], [3] }, { [2, 3], [3] }, { [2, 1], [1, 3] }, { [1], [4] },
        { [2, 1, 2], [3, 1] }, { [0], [] }, { [], [0] },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void Products_and_gradients_agree_with_the_reference(int[] aBatch, int[] bBatch)
    {
        const int Rows = 2, Inner = 3, Columns = 4;
        foreach (bool transposeA in (bool[])[false, true])
        {
            foreach (bool transposeB in (bool[])[false, true])
            {
                int[] aShape = [.. aBatch, .. transposeA ? (int[])[Inner, Rows] : [Rows, Inner]];
                int[] bShape = [.. bBatch, .. transposeB ? (int[])[Columns, Inner] : [Inner, Columns]];
                Tensor a = OpData.Random(aShape, 1), b = OpData.Random(bShape, 2);
                Tensor y = a.MatMul(b, transposeA, transposeB);
                Assert.Equal([.. TensorOpReference.Broadcast(aBatch, bBatch), Rows, Columns], y.Shape.ToArray());
                GradientCheck.Run(
                    () => a.MatMul(b, transposeA, transposeB), a.Size == 0 ? [b] : b.Size == 0 ? [a] : [a, b],
                    at => TensorOpReference.MatMul(
                        a.Size == 0 ? [] : at[0], aShape, transposeA, b.Size == 0 ? [] : at[^1], bShape, transposeB));
            }
        }
    }

    [Fact]
    public void A_matrix_times_itself_gets_both_gradients()
    {
        Tensor x = OpData.Random([3, 3], 1);
        GradientCheck.Run(() => x.MatMul(x), [x], at => TensorOpReference.MatMul(at[0], [3, 3], false, at[0], [3, 3], false));
        GradientCheck.Run(
            () => x.MatMul(x, transposeB: true), [x], at => TensorOpReference.MatMul(at[0], [3, 3], false, at[0], [3, 3], true));
    }

    [Fact]
    public void Operands_that_do_not_fit_are_named_in_full()
    {
        Assert.Equal(
            "MatMul: expected equal inner lengths but got (2, 3) and (2, 4) (transposed): 3 columns against 4 rows. " +
            "Transpose an operand or change its shape.",
            ShapeError.Of(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([2, 4]), transposeB: true)));
        Assert.Contains("(3,)", ShapeError.Of(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([3]))));
        Assert.Contains(
            "do not broadcast",
            ShapeError.Of(() => Tensor.Zeros([2, 2, 3]).MatMul(Tensor.Zeros([4, 3, 2]))));
    }

    [Fact]
    public void Transposing_reverses_the_axes()
    {
        Tensor x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], x.Transpose().ToArray());
        Assert.Equal([4, 3, 2], OpData.Random([2, 3, 4], 1).Transpose().Shape.ToArray());
        Assert.Equal(7f, Tensor.Scalar(7).Transpose().Item());
    }

    [Fact]
    public void Any_permutation_and_its_gradient_are_right() => s_permutations.Sample((shape, seed) =>
    {
        int[] permutation = [.. Enumerable.Range(0, shape.Length)];
        new Random(seed).Shuffle(permutation);
        Tensor x = OpData.Random(shape, 1);
        Assert.Equal(permutation.Select(axis => shape[axis]), x.Transpose(permutation).Shape.ToArray());
        // x is used twice, so that the second contribution is added to the first.
        GradientCheck.Run(
            () => x.Transpose(permutation) * 2f + x.Transpose(permutation), [x],
            at => [.. TensorOpReference.Transpose(at[0], shape, permutation).Select(value => 3 * value)]);
    }, iter: 100);

    [Fact]
    public void A_permutation_must_name_every_axis_once()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal(
            "Transpose: expected every axis of (2, 3) once, such as (1, 0), but got (0, 0).",
            ShapeError.Of(() => x.Transpose([0, 0])));
        Assert.Throws<ShapeException>(() => x.Transpose([0]));
        Assert.Throws<ShapeException>(() => x.Transpose([0, 2]));
        Assert.Equal([3, 2], x.Transpose([-1, 0]).Shape.ToArray());
    }
}
