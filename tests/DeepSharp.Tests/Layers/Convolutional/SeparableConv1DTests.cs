using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class SeparableConv1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new SeparableConv1D(4, 3, depthMultiplier: 2, name: "s"), input: [2, 6, 3], output: [2, 4, 4], weights: 3,
        (x, w) => new VolumeReference(2, 6, 4, 1, Convolution(4, 1))
            .Outputs(new VolumeReference(2, 3, 6, 3, Convolution(6, 3)).Outputs(x, w[0]), w[1], w[2]));

    [Fact]
    public void Holds_it_with_strides_channels_first_and_no_bias() => LayerTester.Check(
        () => new SeparableConv1D(2, 3, strides: 2, padding: "same", dataFormat: "channels_first", useBias: false, name: "s"),
        input: [2, 4, 5], output: [2, 2, 3], weights: 2,
        (x, w) => ChannelsFirst.Outside(
            ChannelsFirst.Inside(x, 2, 4),
            y => new VolumeReference(2, 4, 2, 1, Convolution(3, 1))
                .Outputs(new VolumeReference(2, 4, 4, 4, Convolution(5, 3, 2, padding: "same")).Outputs(y, w[0]), w[1]), 2, 2));
}
