using CsCheck;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

public class ReductionOpTests
{
    public static TheoryData<int[], int[]> Cases() => new()
    {
        { [], [] }, { [7], [] }, { [7], [0] }, { [3, 4], [] }, { [3, 4], [0] }, { [3, 4], [-1] }, { [2, 3, 4], [1] }, { [2, 3, 4], [0, 2] },
        { [2, 3, 4], [2, 1] }, { [2, 3, 2, 3], [0, 2] }, { [2, 3, 2, 3], [1, 3] }, { [2, 3, 2, 3], [0, 1, 3] },
        { [1, 3, 1], [0] }, { [2, 1, 3], [1, 2] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_agree_with_the_reference(int[] shape, int[] axes)
    {
        Tensor x = OpData.Distinct(shape, 1);
        GradientCheck.Run(() => x.Sum(axes), [x], at => TensorOpReference.Reduce(at[0], shape, axes, group => group.Sum()));
        GradientCheck.Run(() => x.Mean(axes), [x], at => TensorOpReference.Reduce(at[0], shape, axes, group => group.Average()));
        GradientCheck.Run(() => x.Max(axes), [x], at => TensorOpReference.Reduce(at[0], shape, axes, group => group.Max()));
        GradientCheck.Run(() => x.Min(axes), [x], at => TensorOpReference.Reduce(at[0], shape, axes, group => group.Min()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Kept_axes_have_length_one(int[] shape, int[] axes)
    {
        int[] want = TensorOpReference.KeptShape(shape, axes);
        Tensor x = OpData.Distinct(shape, 1);
        Check(x.Sum(axes, keepDims: true), x.Sum(axes));
        Check(x.Mean(axes, keepDims: true), x.Mean(axes));
        Check(x.Max(axes, keepDims: true), x.Max(axes));
        Check(x.Min(axes, keepDims: true), x.Min(axes));

        void Check(Tensor kept, Tensor gone)
        {
            Assert.Equal(want, kept.Shape.ToArray());
            TestData.AssertSameBits(gone.Span, kept.Span, "with and without keepDims");
        }
    }

    [Fact]
    public void Any_set_of_axes_can_be_reduced() => Gen.Select(Gen.Int[0, 4].Array[0, 5], Gen.UInt[0, 31]).Sample((shape, bits) =>
    {
        int[] axes = [.. Enumerable.Range(0, shape.Length).Where(axis => (bits >> axis & 1) == 1)];
        Tensor x = OpData.Distinct(shape, 2);
        double[] wide = Array.ConvertAll(x.ToArray(), value => (double)value);
        TestData.AssertClose(TensorOpReference.Reduce(wide, shape, axes, group => group.Sum()), x.Sum(axes).Span, 1e-4, 1e-5, "sum");
        bool isEmpty = shape.Where((length, axis) => length == 0 && (axes.Length == 0 || axes.Contains(axis))).Any();
        if (isEmpty) Assert.Throws<ShapeException>(() => x.Max(axes));
        else TestData.AssertClose(TensorOpReference.Reduce(wide, shape, axes, group => group.Max()), x.Max(axes).Span, 0, 0, "max");
    }, iter: 500);

    [Fact]
    public void Reductions_without_axes_give_a_single_number()
    {
        Tensor x = Tensor.From([1, 2, 3, 6], [2, 2]);
        Assert.Equal([12f, 3f, 6f, 1f], [x.Sum().Item(), x.Mean().Item(), x.Max().Item(), x.Min().Item()]);
        Assert.Equal(0, x.Sum().Rank);
    }

    [Fact]
    public void The_first_of_equal_extremes_has_the_gradient()
    {
        Tensor x = Tensor.From([3, 1, 3, 1, 3, 1], [2, 3]);
        Assert.Equal([1f, 0f, 0f, 0f, 0f, 0f], Gradient(() => x.Max()));
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 0f], Gradient(() => x.Min()));
        Assert.Equal([1f, 0f, 0f, 0f, 1f, 0f], Gradient(() => x.Max(axis: 1)));
        Assert.Equal([1f, 0f, 1f, 0f, 1f, 0f], Gradient(() => x.Max(axis: 0)));

        float[] Gradient(Func<Tensor> compute)
        {
            var tape = new GradientTape();
            tape.Watch(x);
            return tape.Gradient(tape.Record(compute), x)[0]!.ToArray();
        }
    }

    [Fact]
    public void A_NaN_is_the_extreme_and_has_the_gradient()
    {
        Tensor x = Tensor.From([3, float.NaN, 9]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x.Max());
        Assert.True(float.IsNaN(y.Item()));
        Assert.Equal([0f, 1f, 0f], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void ArgMax_gives_the_first_position_along_an_axis()
    {
        Tensor x = Tensor.From([1, 5, 5, 7, 2, 0], [2, 3]);
        Assert.Equal([1f, 0f], x.ArgMax().ToArray());
        Assert.Equal([1f, 0f, 0f], x.ArgMax(axis: 0).ToArray());
        Assert.Equal(3f, Tensor.From([0, 1, 2, 3]).ArgMax().Item());
    }

    [Fact]
    public void Empty_axes_sum_to_zero_have_no_mean_and_no_maximum()
    {
        Tensor x = Tensor.Zeros([2, 0]);
        Assert.Equal([0f, 0f], x.Sum(axis: 1).ToArray());
        Assert.True(float.IsNaN(x.Mean(axis: 1)[0]));
        Assert.Equal(0, x.Max(axis: 0).Size);
        Assert.Equal(
            "Max: expected at least one value on axis 1 but got (2, 0). An empty axis has no maximum.",
            ShapeError.Of(() => x.Max(axis: 1)));
        Assert.Throws<ShapeException>(() => x.ArgMax());
    }

    [Fact]
    public void Axes_that_do_not_exist_or_come_twice_are_refused()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal("Sum: Shape (2, 3): expected an axis from -2 to 1 but got 2.", ShapeError.Of(() => x.Sum(axis: 2)));
        Assert.Equal(
            "Mean: expected different axes but got (1, -1), which name one twice. Name each once.",
            ShapeError.Of(() => x.Mean([1, -1])));
    }

    [Fact]
    public void Two_threads_give_the_bits_of_one()
    {
        Tensor x = OpData.Random([60, 70, 80], 3);
        foreach (int[] axes in (int[][])[[], [0], [1], [2], [0, 2], [0, 1]])
        {
            float[] one, two;
            using (new ThreadCount(1)) one = x.Sum(axes).ToArray();
            using (new ThreadCount(2)) two = x.Sum(axes).ToArray();
            TestData.AssertSameBits(one, two, string.Join(", ", axes));
        }
    }
}
