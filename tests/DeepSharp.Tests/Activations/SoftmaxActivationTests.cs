namespace DeepSharp.Tests.Activations;

public class SoftmaxActivationTests
{
    [Fact]
    public void Turns_logarithms_into_shares()
    {
        Tensor x = Tensor.From([0f, MathF.Log(2), MathF.Log(5)], [1, 3]);
        TestData.AssertClose([0.125, 0.25, 0.625], Activation.Softmax.Apply(x).Span, 1e-6, 0, "softmax");
        TestData.AssertClose(
            [Math.Log(0.125), Math.Log(0.25), Math.Log(0.625)], Activation.LogSoftmax.Apply(x).Span, 1e-6, 0, "log_softmax");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(0)]
    public void Gradients_are_those_of_the_formula(int axis)
    {
        Tensor x = Tensor.From(TestData.Uniform(24, seed: 3), [2, 3, 4]);
        GradientCheck.Run(() => Activation.SoftmaxOver(axis).Apply(x), [x], at => Reference(at[0], axis));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Gradients_of_the_logarithm_are_those_of_the_formula(int axis)
    {
        Tensor x = Tensor.From(TestData.Uniform(24, seed: 4), [2, 3, 4]);
        GradientCheck.Run(() => Activation.LogSoftmaxOver(axis).Apply(x), [x], at => Array.ConvertAll(Reference(at[0], axis), Math.Log));
    }

    [Fact]
    public void The_logarithm_does_not_underflow() =>
        TestData.AssertClose([0, -1000], Activation.LogSoftmax.Apply(Tensor.From([1000f, 0f], [1, 2])).Span, 2e-7, 0, "log_softmax");

    // Of shape (2, 3, 4).
    private static double[] Reference(double[] x, int axis)
    {
        (int length, int inner) = axis switch { 0 => (2, 12), 1 => (3, 4), _ => (4, 1) };
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int first = i / (length * inner) * length * inner + i % inner;
            double sum = 0;
            for (int j = 0; j < length; j++) sum += Math.Exp(x[first + j * inner]);
            y[i] = Math.Exp(x[i]) / sum;
        }

        return y;
    }
}
