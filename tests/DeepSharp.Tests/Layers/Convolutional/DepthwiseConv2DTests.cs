using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Convolutional;

public class DepthwiseConv2DTests
{
    // The kernel (rows, columns, channels, multiplier) has the values of one in groups, (rows, columns, 1, channels · multiplier).
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new DepthwiseConv2D(3, name: "d"), input: [2, 5, 6, 3], output: [2, 3, 4, 3], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 5, 6, 3), x, w[0], w[1], 3, new Window(3, 3), groups: 3));

    [Fact]
    public void Holds_it_with_a_multiplier_and_relu_fused() => LayerTester.Check(
        () => new DepthwiseConv2D((3, 2), padding: "same", depthMultiplier: 2, activation: "relu", name: "d"),
        input: [2, 4, 5, 3], output: [2, 4, 5, 6], weights: 2,
        (x, w) => Map(
            LayerReference.Conv2D(new Images(2, 4, 5, 3), x, w[0], w[1], 6, new Window(3, 2, Same: true), groups: 3), y => Math.Max(0, y)));

    [Fact]
    public void Holds_it_with_strides_and_no_bias() => LayerTester.Check(
        () => new DepthwiseConv2D(3, strides: 2, padding: "same", useBias: false, name: "d"),
        input: [1, 6, 5, 4], output: [1, 3, 3, 4], weights: 1,
        (x, w) => LayerReference.Conv2D(
            new Images(1, 6, 5, 4), x, w[0], null, 4, new Window(3, 3, StrideHeight: 2, StrideWidth: 2, Same: true), groups: 4));

    [Fact]
    public void Holds_it_with_dilation_and_one_channel() => LayerTester.Check(
        () => new DepthwiseConv2D(2, dilationRate: 2, depthMultiplier: 3, name: "d"), input: [2, 4, 5, 1], output: [2, 2, 3, 3], weights: 2,
        (x, w) => LayerReference.Conv2D(
            new Images(2, 4, 5, 1), x, w[0], w[1], 3, new Window(2, 2, DilationHeight: 2, DilationWidth: 2)));

    [Fact]
    public void Results_of_one_channel_lie_side_by_side()
    {
        var layer = new DepthwiseConv2D(1, depthMultiplier: 2);
        layer.Build([Shape.Any, 1, 1, 2]);
        layer.SetWeights([Tensor.From([1, 10, 100, 1000], [1, 1, 2, 2]), Tensor.From([0, 0, 0, 0.5f])]);
        Assert.Equal([3, 30, 700, 7000.5f], layer.Apply(Tensor.From([3, 7], [1, 1, 1, 2])).ToArray());
    }

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new DepthwiseConv2D((3, 5), depthMultiplier: 2, name: "d");
        layer.Build([Shape.Any, 8, 8, 4]);
        Assert.Equal(["d/kernel (3, 5, 4, 2)", "d/bias (8,)"], layer.Weights.Select(weight => weight.ToString()));
    }

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new DepthwiseConv2D(
            (3, 5), strides: (2, 1), padding: "same", depthMultiplier: 2, activation: "relu", useBias: false, depthwiseInitializer: "zeros",
            biasInitializer: "ones", name: "d");

        foreach (DepthwiseConv2D copy in (DepthwiseConv2D[])[layer, (DepthwiseConv2D)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal(((3, 5), (2, 1), 1), (copy.KernelSize, copy.Strides, copy.DilationRate));
            Assert.Equal((Padding.Same, 2, "relu", false), (copy.Padding, copy.DepthMultiplier, copy.Activation.Name, copy.UseBias));
            Assert.Equal((Initializer.Zeros, Initializer.Ones), (copy.DepthwiseInitializer, copy.BiasInitializer));
        }
    }

    [Theory]
    [InlineData(0, 1, 1, 1, "expected kernelSize of 1 or more in both directions but got (0, 0)")]
    [InlineData(3, 0, 1, 1, "expected strides of 1 or more in both directions but got (0, 0)")]
    [InlineData(3, 1, 0, 1, "expected depthMultiplier of 1 or more but got 0")]
    [InlineData(3, 2, 1, 2, "expected strides or dilationRate to be 1 but got (2, 2) and (2, 2). Use one of them only")]
    public void Arguments_that_make_no_sense_are_refused(int kernel, int strides, int multiplier, int dilation, string expected)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => new DepthwiseConv2D(kernel, strides, depthMultiplier: multiplier, dilationRate: dilation, name: "d"));
        Assert.StartsWith($"DepthwiseConv2D 'd': {expected}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var layer = new DepthwiseConv2D(3, name: "d");
        Assert.Equal([Shape.Any, Shape.Any, Shape.Any, Shape.Any], layer.ComputeOutputShape([Shape.Any, Shape.Any, Shape.Any, Shape.Any]));
        var exception = Assert.Throws<ShapeException>(() => layer.Build([1, 8, 8, Shape.Any]));
        Assert.StartsWith(
            "DepthwiseConv2D 'd': expected an input with a known number of channels", exception.Message, StringComparison.Ordinal);

        layer.Build([Shape.Any, 8, 8, 3]);
        exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([1, 8, 8, 4])));
        Assert.Equal("DepthwiseConv2D 'd': was built for 3 input channels, but got an input of shape (1, 8, 8, 4).", exception.Message);
        exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([1, 2, 8, 3])));
        Assert.StartsWith(
            "DepthwiseConv2D 'd': kernel (3, 3) does not fit the input (1, 2, 8, 3)", exception.Message, StringComparison.Ordinal);
    }
}
