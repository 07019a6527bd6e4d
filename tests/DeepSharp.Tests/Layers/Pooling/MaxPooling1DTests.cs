using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class MaxPooling1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new MaxPooling1D(name: "p"), input: [2, 7, 3], output: [2, 3, 3], weights: 0,
        (x, _) => MaxPool(new Images(2, 1, 7, 3), x, new Window(1, 2, 1, 2)));

    [Fact]
    public void Holds_it_with_overlapping_windows_and_same_padding() => LayerTester.Check(
        () => new MaxPooling1D(3, strides: 2, padding: "same", name: "p"), input: [2, 6, 2], output: [2, 3, 2], weights: 0,
        (x, _) => MaxPool(new Images(2, 1, 6, 2), x, new Window(1, 3, 1, 2, Same: true)));

    [Fact]
    public void Strides_are_the_pool_size_unless_given()
    {
        var layer = new MaxPooling1D(3);
        Assert.Equal((3, 3, Padding.Valid), (layer.PoolSize, layer.Strides, layer.Padding));
        Assert.Equal(1, new MaxPooling1D(3, strides: 1).Strides);
        Assert.Equal("[3]", layer.ToConfig()["config"]!["strides"]!.ToJsonString());
    }

    [Fact]
    public void Sequences_that_do_not_fit_are_refused_with_advice()
    {
        Assert.Equal(
            "MaxPooling1D 'p': pool 4 does not fit the input (None, 3, 5) with padding Valid: output would be (None, 0, 5). " +
            "Use padding: Padding.Same or a smaller pool.",
            Assert.Throws<ShapeException>(() => new MaxPooling1D(4, name: "p").Build([Shape.Any, 3, 5])).Message);
        Assert.Equal(
            "MaxPooling1D 'p': expected poolSize of 1 or more but got 0. (Parameter 'poolSize')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling1D(0, name: "p")).Message);
    }
}
