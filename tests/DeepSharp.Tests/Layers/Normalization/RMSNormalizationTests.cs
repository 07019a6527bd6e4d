using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Normalization;

public class RMSNormalizationTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new RMSNormalization(name: "r"), input: [2, 3, 5], output: [2, 3, 5], weights: 1,
        (x, w) => Reference(x, w[0], 1e-6f));

    [Fact]
    public void Holds_it_along_two_axes() => LayerTester.Check(
        () => new RMSNormalization([1, 2], epsilon: 0.1, name: "r"), input: [2, 3, 5], output: [2, 3, 5], weights: 1,
        (x, w) => Reference(x, w[0], 0.1f));

    [Fact]
    public void Holds_it_along_an_axis_that_is_not_the_last() => LayerTester.Check(
        () => new RMSNormalization(axis: 1, name: "r"), input: [2, 4, 1], output: [2, 4, 1], weights: 1,
        (x, w) => Reference(x, w[0], 1e-6f));

    [Fact]
    public void Holds_it_along_axes_in_any_order() => LayerTester.Check(
        () => new RMSNormalization([-1, 1], epsilon: 0.1, name: "r"), input: [2, 3, 5], output: [2, 3, 5], weights: 1,
        (x, w) => Reference(x, w[0], 0.1f));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public void The_order_of_axes_does_not_matter(int first, int second)
    {
        Tensor x = Tensor.RandomNormal([2, 3, 4, 5], seed: 1);
        foreach (Func<int[], Layer> make in (Func<int[], Layer>[])
            [axes => new RMSNormalization(axes), axes => new LayerNormalization(axes), axes => new UnitNormalization(axes), axes => new Softmax(axes)])
        {
            Assert.Equal(make([first, second]).Apply(x).ToArray(), make([second, first]).Apply(x).ToArray());
        }
    }

    [Fact]
    public void More_axes_than_the_input_has_are_refused() => Assert.Contains(
        "at most 2 axes",
        Assert.Throws<ShapeException>(() => new RMSNormalization([1, 2, 3, 4, 5, 6, 7, 8, 9]).Build([2, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Zeros_stay_zeros() => Assert.Equal([0, 0], new RMSNormalization().Apply(Tensor.Zeros([1, 2])).ToArray());

    [Fact]
    public void An_input_of_another_length_is_refused()
    {
        var layer = new RMSNormalization(name: "r");
        layer.Build([2, 4]);
        Assert.Equal(
            "RMSNormalization 'r': was built for axes (-1) of lengths (4,), but got an input of shape (2, 5).",
            Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([2, 5]))).Message);
    }

    private static double[] Reference(double[] x, double[] scale, double epsilon)
    {
        int length = scale.Length;
        return [.. x.Select((value, i) =>
        {
            double mean = x.Skip(i / length * length).Take(length).Average(other => other * other);
            return value / Math.Sqrt(mean + epsilon) * scale[i % length];
        })];
    }
}
