using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv3DTransposeTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv3DTranspose(3, 2, strides: (1, 2, 2), name: "c"), input: [2, 2, 3, 2, 2], output: [2, 3, 6, 4, 3], weights: 2,
        (x, w) => new VolumeReference(2, 3, 2, 1, Transposed(2, 2), Transposed(3, 2, 2), Transposed(2, 2, 2)).Images(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_same_padding_and_padding_of_the_output() => LayerTester.Check(
        () => new Conv3DTranspose(2, 3, 2, "same", outputPadding: 1, activation: "relu", name: "c"),
        input: [1, 2, 3, 2, 2], output: [1, 4, 6, 4, 2], weights: 2,
        (x, w) => [.. new VolumeReference(
            1, 2, 2, 1, Transposed(2, 3, 2, 1, "same", 1), Transposed(3, 3, 2, 1, "same", 1), Transposed(2, 3, 2, 1, "same", 1))
            .Images(x, w[0], w[1]).Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Holds_it_with_many_filters_and_dilation() => LayerTester.Check(
        () => new Conv3DTranspose(18, 2, dilationRate: 2, name: "c"), input: [1, 2, 3, 2, 2], output: [1, 4, 5, 4, 18], weights: 2,
        (x, w) => new VolumeReference(1, 18, 2, 1, Transposed(2, 2, 1, 2), Transposed(3, 2, 1, 2), Transposed(2, 2, 1, 2))
            .Images(x, w[0], w[1]));

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new Conv3DTranspose(8, (3, 5, 2), strides: 3, outputPadding: (1, 2, 0));
        foreach (Conv3DTranspose copy in (Conv3DTranspose[])[layer, (Conv3DTranspose)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal((8, (3, 5, 2), 3, 1), (copy.Filters, copy.KernelSize, copy.Strides, copy.DilationRate));
            Assert.Equal(new Size3D(1, 2, 0), copy.OutputPadding);
        }
    }
}
