using SidePackage;

namespace DeepSharp.Tests.Extensions;

public class StraightThroughTests
{
    private static readonly Tensor s_x = Tensor.From([-3.4f, -0.6f, 0.2f, 1.7f]);

    [Fact]
    public void Gradients_pass_a_rounding_within_bounds()
    {
        var tape = new GradientTape();
        tape.Watch(s_x);
        Tensor y = tape.Record(() => StraightThrough.Round(s_x, 2) * 3);
        Assert.Equal([-9f, -3f, 0f, 6f], y.ToArray());
        Assert.Equal([0f, 3f, 3f, 3f], tape.Gradient(y, s_x)[0]!.ToArray());
    }

    [Fact]
    public void A_custom_gradient_of_ops_has_a_gradient() => GradientCheck.Run(
        () => StraightThrough.Softplus(s_x), [s_x], at => [.. at[0].Select(x => Math.Log(1 + Math.Exp(x)))]);

    [Fact]
    public void Several_inputs_have_gradients_or_none()
    {
        Tensor a = Tensor.From([1f, 2f]), b = Tensor.From([3f, 5f]), c = Tensor.From([7f, 7f]);
        var tape = new GradientTape();
        foreach (Tensor source in (Tensor[])[a, b, c]) tape.Watch(source);
        Tensor y = tape.Record(() => DeepSharp.Ops.CustomGradient(
            [a, b, c], x => x[0] * x[1] + x[2], (x, _, upstream) => [upstream * x[1], upstream * x[0], null]));
        Tensor?[] gradients = tape.Gradient(y, a, b, c);
        Assert.Equal([10f, 17f], y.ToArray());
        Assert.Equal([3f, 5f], gradients[0]!.ToArray());
        Assert.Equal([1f, 2f], gradients[1]!.ToArray());
        Assert.Equal([0f, 0f], gradients[2]!.ToArray());
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        var tape = new GradientTape();
        tape.Watch(s_x);
        Tensor y = tape.Record(() => DeepSharp.Ops.CustomGradient(s_x, x => x, (_, _, upstream) => upstream.Sum()));
        Assert.Equal(
            "CustomGradient: expected a gradient of shape (4,) for input 0 but got ().",
            Assert.Throws<ShapeException>(() => tape.Gradient(y, s_x)).Message);
        tape.Watch(s_x);
        y = tape.Record(() => DeepSharp.Ops.CustomGradient([s_x], x => x[0] * 2, (_, _, _) => []));
        Assert.StartsWith(
            "CustomGradient: expected a gradient for each of 1 inputs but got 0.",
            Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, s_x)).Message, StringComparison.Ordinal);
    }
}
