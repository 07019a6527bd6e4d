namespace DeepSharp.Tests.Activations;

public class ActivationGradientTests
{
    // Both sides of every kink, none on one.
    private static readonly float[] s_points =
        [-7.3f, -3.7f, -2.2f, -1.3f, -0.9f, -0.35f, -0.1f, 0.12f, 0.4f, 0.8f, 1.4f, 2.3f, 3.6f, 5.1f, 6.8f];

    public static TheoryData<string> Elementwise => [.. ActivationCases.Elementwise.Keys];

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Values_and_gradients_are_those_of_the_formula(string id)
    {
        (Activation activation, Func<double, double> reference) = ActivationCases.Elementwise[id];
        Tensor x = Tensor.From(s_points, [3, 5]);
        GradientCheck.Run(() => activation.Apply(x), [x], at => Array.ConvertAll(at[0], value => reference(value)));
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void The_shape_stays(string id)
    {
        Activation activation = ActivationCases.Elementwise[id].Activation;
        Assert.Equal([2, 0, 3], activation.ComputeOutputShape([2, 0, 3]));
        Assert.Equal([2, 0, 3], activation.Apply(Tensor.Zeros([2, 0, 3])).Shape);
    }

    [Fact]
    public void Linear_gives_back_its_input()
    {
        Tensor x = Tensor.From(s_points);
        Assert.Same(x, Activation.Linear.Apply(x));
    }

    [Fact]
    public void The_gradient_of_ReLU_at_0_is_0()
    {
        Tensor x = Tensor.From([0f, -0f]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => Activation.ReLU.Apply(x));
        Assert.Equal([0f, 0f], tape.Gradient(y, x)[0]!.ToArray());
    }
}
