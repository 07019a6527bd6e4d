namespace DeepSharp.Tests.Activations;

public class GLUTests
{
    [Fact]
    public void Gates_the_first_half_by_the_second()
    {
        // sigmoid(0) = 1/2, and sigmoid of a large number is 1.
        Tensor x = Tensor.From([3f, 4f, 0f, 100f], [1, 4]);
        Assert.Equal([1.5f, 4f], Activation.GLU().Apply(x).ToArray());
    }

    [Fact]
    public void Gradients_are_those_of_the_formula()
    {
        Tensor x = Tensor.From(TestData.Uniform(12, seed: 1), [2, 6]);
        GradientCheck.Run(() => Activation.GLU().Apply(x), [x], at => Reference(at[0], outer: 2, half: 3));
    }

    [Fact]
    public void Gradients_over_an_inner_axis_are_those_of_the_formula()
    {
        Tensor x = Tensor.From(TestData.Uniform(24, seed: 2), [2, 4, 3]);
        GradientCheck.Run(() => Activation.GLU(1).Apply(x), [x], at => Reference(at[0], outer: 2, half: 6));
    }

    [Fact]
    public void The_axis_is_half_as_long_afterwards()
    {
        Assert.Equal([Shape.Any, 2, 3], Activation.GLU(1).ComputeOutputShape([Shape.Any, 4, 3]));
        Assert.Equal([2, Shape.Any], Activation.GLU().ComputeOutputShape([2, Shape.Any]));
    }

    [Fact]
    public void An_odd_length_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => Activation.GLU().Apply(Tensor.Zeros([2, 3])));
        Assert.Equal("GLU: expected an even length on axis -1 to halve but got (2, 3).", exception.Message);
    }

    private static double[] Reference(double[] x, int outer, int half)
    {
        var y = new double[x.Length / 2];
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < half; i++) y[o * half + i] = x[2 * o * half + i] / (1 + Math.Exp(-x[(2 * o + 1) * half + i]));
        }

        return y;
    }
}
