using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

public class MathOpTests
{
    [Theory]
    [InlineData("Negate")]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Sqrt")]
    [InlineData("Abs")]
    [InlineData("Square")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Pow")]
    [InlineData("PowTwo")]
    [InlineData("Clip")]
    public void Values_and_gradients_agree_with_the_reference(string name)
    {
        (Func<Tensor, Tensor> op, Func<double, double> reference) = Find(name);
        bool isPositive = name is "Log" or "Sqrt" or "Pow";
        Tensor x = isPositive ? OpData.Random([3, 11], 1, 0.3f, 2f) : OpData.Distinct([3, 11], 1);
        GradientCheck.Run(() => op(x), [x], at => Array.ConvertAll(at[0], value => reference(value)));
    }

    [Fact]
    public void Clipping_needs_bounds_in_order()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.Zeros([2]).Clip(1, -1));
        Assert.Contains("1 and -1", error.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-2)]
    public void Softmax_and_its_logarithm_agree_with_the_reference_on_any_axis(int axis)
    {
        int[] shape = [3, 4, 5];
        Tensor x = OpData.Random(shape, 1, -2f, 2f);
        GradientCheck.Run(() => x.Softmax(axis), [x], at => Softmax(at[0], shape, axis));
        GradientCheck.Run(() => x.LogSoftmax(axis), [x], at => Array.ConvertAll(Softmax(at[0], shape, axis), Math.Log));
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused_by_name()
    {
        Assert.Equal(
            "Softmax: Shape (2, 3): expected an axis from -2 to 1 but got 2.",
            ShapeError.Of(() => Tensor.Zeros([2, 3]).Softmax(2)));
    }

    private static double[] Softmax(double[] x, int[] shape, int axis)
    {
        double[] exponentials = Array.ConvertAll(x, Math.Exp);
        int[] kept = [.. shape];
        kept[axis < 0 ? axis + shape.Length : axis] = 1;
        double[] sums = TensorOpReference.Reduce(exponentials, shape, [axis], group => group.Sum());
        return TensorOpReference.Map(exponentials, shape, sums, kept, (value, sum) => value / sum);
    }

    private static (Func<Tensor, Tensor> Op, Func<double, double> Reference) Find(string name) => name switch
    {
        "Negate" => (x => -x, x => -x),
        "Exp" => (x => x.Exp(), Math.Exp),
        "Log" => (x => x.Log(), Math.Log),
        "Sqrt" => (x => x.Sqrt(), Math.Sqrt),
        "Abs" => (x => x.Abs(), Math.Abs),
        "Square" => (x => x.Square(), x => x * x),
        "Tanh" => (x => x.Tanh(), Math.Tanh),
        "Sigmoid" => (x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        "Pow" => (x => x.Pow(1.7f), x => Math.Pow(x, 1.7f)),
        "PowTwo" => (x => x.Pow(2), x => x * x),
        _ => (x => x.Clip(-0.5f, 1f), x => Math.Clamp(x, -0.5, 1)),
    };
}
