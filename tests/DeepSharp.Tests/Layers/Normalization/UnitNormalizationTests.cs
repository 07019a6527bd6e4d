using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Normalization;

public class UnitNormalizationTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new UnitNormalization(name: "u"), input: [2, 3, 5], output: [2, 3, 5], weights: 0,
        (x, _) => Reference(x, 5));

    [Fact]
    public void Holds_it_along_two_axes() => LayerTester.Check(
        () => new UnitNormalization([1, 2], name: "u"), input: [2, 3, 5], output: [2, 3, 5], weights: 0,
        (x, _) => Reference(x, 15));

    [Fact]
    public void Holds_it_along_an_axis_that_is_not_the_last() => LayerTester.Check(
        () => new UnitNormalization(axis: 1, name: "u"), input: [2, 4, 1], output: [2, 4, 1], weights: 0,
        (x, _) => Reference(x, 4));

    [Fact]
    public void Zeros_stay_zeros_and_have_a_finite_gradient()
    {
        Tensor x = Tensor.Zeros([1, 2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => new UnitNormalization().Apply(x));
        Assert.Equal([0, 0], y.ToArray());
        Assert.All(tape.Gradient(y, x)[0]!.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void One_layer_takes_inputs_of_any_length_and_rank()
    {
        var layer = new UnitNormalization();
        Assert.Equal([0.6f, 0.8f], layer.Apply(Tensor.From([3, 4], [1, 2])).ToArray());
        Assert.Equal([0, 1, 0], layer.Apply(Tensor.From([0, 5, 0], [1, 1, 3])).ToArray());
    }

    private static double[] Reference(double[] x, int length) => [.. x.Select((value, i) =>
        value / Math.Sqrt(x.Skip(i / length * length).Take(length).Sum(other => other * other)))];
}
