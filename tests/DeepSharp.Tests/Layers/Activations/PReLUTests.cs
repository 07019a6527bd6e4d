using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Activations;

public class PReLUTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new PReLU(name: "p"), input: [3, 2, 4], output: [3, 2, 4], weights: 1,
        (x, w) => [.. x.Select((value, i) => value > 0 ? value : w[0][i % 8] * value)]);

    [Fact]
    public void Holds_it_with_one_slope_a_channel() => LayerTester.Check(
        () => new PReLU("ones", sharedAxes: [1, 2], name: "p"), input: [2, 3, 2, 4], output: [2, 3, 2, 4], weights: 1,
        (x, w) => [.. x.Select((value, i) => value > 0 ? value : w[0][i % 4] * value)]);

    [Fact]
    public void At_0_neither_input_nor_slope_has_a_gradient()
    {
        var layer = new PReLU("ones");
        Tensor x = Tensor.Zeros([1, 1]);
        layer.Build([1, 1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor sum = tape.Record(() => layer.Apply(x).Sum());
        Assert.Equal([0f, 0f], tape.Gradient(sum, [x, layer.Alpha!.Value]).Select(gradient => gradient!.ToArray()[0]));
    }

    [Fact]
    public void Slopes_begin_with_zeros_and_have_a_length_of_1_where_they_are_shared()
    {
        var layer = new PReLU(sharedAxes: [1, 2]);
        layer.Build([Shape.Any, Shape.Any, Shape.Any, 3]);
        Assert.Equal([1, 1, 3], layer.Alpha!.Shape);
        Assert.Equal([0, 0, 0], layer.Alpha.Value.ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal(
            "PReLU 'p': expected axes from 1, the first after the batch, but got 0 in sharedAxes (0). (Parameter 'sharedAxes')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new PReLU(sharedAxes: [0], name: "p")).Message);
        Assert.Throws<ShapeException>(() => new PReLU(sharedAxes: [3]).Build([2, 3]));
        Assert.Throws<ShapeException>(() => new PReLU().Build([Shape.Any, Shape.Any, 3]));
        var built = new PReLU();
        built.Build([2, 3]);
        Assert.Throws<ShapeException>(() => built.Apply(Tensor.Zeros([2, 4])));
    }
}
