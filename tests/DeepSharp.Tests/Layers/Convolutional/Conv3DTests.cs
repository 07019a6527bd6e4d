using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv3DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv3D(4, (2, 3, 2), name: "c"), input: [2, 3, 4, 5, 3], output: [2, 2, 2, 4, 4], weights: 2,
        (x, w) => new VolumeReference(2, 3, 4, 1, Convolution(3, 2), Convolution(4, 3), Convolution(5, 2)).Outputs(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_relu_fused_and_strides() => LayerTester.Check(
        () => new Conv3D(5, 3, strides: (2, 1, 2), padding: "same", activation: "relu", useBias: false, name: "c"),
        input: [2, 3, 4, 5, 2], output: [2, 2, 4, 3, 5], weights: 1,
        (x, w) => [.. new VolumeReference(
            2, 2, 5, 1, Convolution(3, 3, 2, padding: "same"), Convolution(4, 3, padding: "same"), Convolution(5, 3, 2, padding: "same"))
            .Outputs(x, w[0]).Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Holds_it_with_groups_and_dilation() => LayerTester.Check(
        () => new Conv3D(4, 2, dilationRate: (1, 2, 3), groups: 2, name: "c"), input: [1, 3, 4, 5, 4], output: [1, 2, 2, 2, 4], weights: 2,
        (x, w) => new VolumeReference(1, 4, 4, 2, Convolution(3, 2), Convolution(4, 2, 1, 2), Convolution(5, 2, 1, 3))
            .Outputs(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_channels_first() => LayerTester.Check(
        () => new Conv3D(3, 2, dataFormat: "channels_first", name: "c"), input: [2, 2, 3, 4, 5], output: [2, 3, 2, 3, 4], weights: 2,
        (x, w) => ChannelsFirst.Outside(
            ChannelsFirst.Inside(x, 2, 2), y => new VolumeReference(2, 2, 3, 1, Convolution(3, 2), Convolution(4, 2), Convolution(5, 2))
                .Outputs(y, w[0], w[1]), 2, 3));

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new Conv3D(
            8, (1, 3, 5), strides: (1, 2, 2), padding: "same", dataFormat: "channels_first", groups: 2, activation: "relu", useBias: false,
            kernelRegularizer: "l2", kernelConstraint: "non_neg");
        foreach (Conv3D copy in (Conv3D[])[layer, (Conv3D)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal(((1, 3, 5), (1, 2, 2), 1, 2), (copy.KernelSize, copy.Strides, copy.DilationRate, copy.Groups));
            Assert.Equal((DataFormat.ChannelsFirst, Padding.Same, false), (copy.DataFormat, copy.Padding, copy.UseBias));
            Assert.NotNull(copy.KernelRegularizer);
            Assert.NotNull(copy.KernelConstraint);
        }
    }

    [Theory]
    [InlineData(0, 1, 1, "expected kernelSize of 1 or more in all directions but got (0, 0, 0)")]
    [InlineData(3, 0, 1, "expected strides of 1 or more in all directions but got (0, 0, 0)")]
    [InlineData(3, 2, 2, "expected strides or dilationRate to be 1 but got (2, 2, 2) and (2, 2, 2). Use one of them only")]
    public void Arguments_that_make_no_sense_are_refused(int kernel, int strides, int dilation, string expected)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => new Conv3D(4, kernel, strides, dilationRate: dilation, name: "c"));
        Assert.StartsWith($"Conv3D 'c': {expected}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var layer = new Conv3D(4, 3, name: "c");
        var exception = Assert.Throws<ShapeException>(() => layer.Build([1, 8, 8, 3]));
        Assert.StartsWith(
            "Conv3D 'c': expected an input of rank 5 (batch, depth, height, width, channels) but got (1, 8, 8, 3).", exception.Message,
            StringComparison.Ordinal);
        exception = Assert.Throws<ShapeException>(() => layer.Build([1, 2, 8, 8, 3]));
        Assert.StartsWith("Conv3D 'c': kernel (3, 3, 3) does not fit the input (1, 2, 8, 8, 3)", exception.Message, StringComparison.Ordinal);
    }
}
