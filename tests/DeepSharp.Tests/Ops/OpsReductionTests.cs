using DeepSharp.Tests.Reference;
using Functions = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

public class OpsReductionTests
{
    private static readonly Tensor s_x = OpData.Distinct([2, 3, 4], 1);

    [Fact]
    public void Without_an_axis_all_values_are_taken()
    {
        Assert.Equal(s_x.Sum().Item(), Functions.Sum(s_x).Item());
        Assert.Equal(s_x.Mean().Item(), Functions.Mean(s_x).Item());
        Assert.Equal(s_x.ToArray().Max(), Functions.Max(s_x).Item());
        Assert.Equal(s_x.ToArray().Min(), Functions.Min(s_x).Item());
        Assert.Equal([1, 1, 1], Functions.Sum(s_x, keepDims: true).Shape.ToArray());
        Assert.Equal([1, 1, 1], Functions.Max(s_x, keepDims: true).Shape.ToArray());
    }

    [Fact]
    public void Along_an_axis_values_and_gradients_are_right()
    {
        int[] shape = [2, 3, 4];
        Check(() => Functions.Sum(s_x, axis: 1), group => group.Sum(), 1);
        Check(() => Functions.Mean(s_x, -1, keepDims: true), group => group.Average(), -1);
        Check(() => Functions.Max(s_x, 0), group => group.Max(), 0);
        Check(() => Functions.Min(s_x, 2), group => group.Min(), 2);
        Check(() => Functions.Sum(s_x, [0, 2]), group => group.Sum(), 0, 2);
        Check(() => Functions.Mean(s_x, [1, -1], keepDims: true), group => group.Average(), 1, -1);
        Check(() => Functions.Max(s_x, [0, 1]), group => group.Max(), 0, 1);
        Check(() => Functions.Min(s_x, [0, 1, 2]), group => group.Min(), 0, 1, 2);

        void Check(Func<Tensor> function, Func<List<double>, double> reference, params int[] axes) =>
            GradientCheck.Run(function, [s_x], at => TensorOpReference.Reduce(at[0], shape, axes, reference));
    }

    [Fact]
    public void Kept_axes_have_length_1() => Assert.Equal([2, 1, 4], Functions.Sum(s_x, 1, keepDims: true).Shape.ToArray());

    [Fact]
    public void The_position_of_the_largest_value_is_found()
    {
        Tensor x = Tensor.From([1, 5, 2, 7, 0, 7], [2, 3]);
        Assert.Equal([1f, 0f], Functions.ArgMax(x, axis: -1).ToArray());
        Assert.Equal([1f, 0f, 1f], Functions.ArgMax(x, axis: 0).ToArray());
        Assert.Equal([1, 3], Functions.ArgMax(x, axis: 0, keepDims: true).Shape.ToArray());
        Assert.Equal(3f, Functions.ArgMax(x).Item());
        Assert.Equal([1, 1], Functions.ArgMax(x, keepDims: true).Shape.ToArray());
    }
}
