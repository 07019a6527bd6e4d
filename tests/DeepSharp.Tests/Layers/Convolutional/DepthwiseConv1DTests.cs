using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class DepthwiseConv1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new DepthwiseConv1D(3, name: "d"), input: [2, 6, 3], output: [2, 4, 3], weights: 2,
        (x, w) => new VolumeReference(2, 3, 3, 3, Convolution(6, 3)).Outputs(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_a_multiplier_strides_and_relu_fused() => LayerTester.Check(
        () => new DepthwiseConv1D(3, strides: 2, padding: "same", depthMultiplier: 2, activation: "relu", name: "d"),
        input: [2, 7, 3], output: [2, 4, 6], weights: 2,
        (x, w) => [.. new VolumeReference(2, 3, 6, 3, Convolution(7, 3, 2, padding: "same")).Outputs(x, w[0], w[1])
            .Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Holds_it_with_dilation_and_channels_first() => LayerTester.Check(
        () => new DepthwiseConv1D(2, dilationRate: 3, dataFormat: "channels_first", useBias: false, name: "d"),
        input: [2, 4, 6], output: [2, 4, 3], weights: 1,
        (x, w) => ChannelsFirst.Outside(
            ChannelsFirst.Inside(x, 2, 4), y => new VolumeReference(2, 4, 4, 4, Convolution(6, 2, 1, 3)).Outputs(y, w[0]), 2, 4));

    [Fact]
    public void Causal_padding_is_refused() => Assert.StartsWith(
        "DepthwiseConv1D 'd': expected padding to be Padding.Valid or Padding.Same but got Causal",
        Assert.Throws<ArgumentException>(() => new DepthwiseConv1D(3, padding: "causal", name: "d")).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new DepthwiseConv1D(5, strides: 2, depthMultiplier: 3, depthwiseInitializer: "ones", depthwiseRegularizer: "l1");
        foreach (DepthwiseConv1D copy in (DepthwiseConv1D[])[layer, (DepthwiseConv1D)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal((5, 2, 1, 3), (copy.KernelSize, copy.Strides, copy.DilationRate, copy.DepthMultiplier));
            Assert.Equal(Initializer.Ones, copy.DepthwiseInitializer);
            Assert.NotNull(copy.DepthwiseRegularizer);
        }
    }
}
