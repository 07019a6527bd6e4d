using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv2DTransposeTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv2DTranspose(4, (2, 3), strides: (2, 1), name: "c"), input: [2, 3, 4, 3], output: [2, 6, 6, 4], weights: 2,
        (x, w) => new VolumeReference(2, 4, 3, 1, Transposed(3, 2, 2), Transposed(4, 3)).Images(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_same_padding_and_relu_fused() => LayerTester.Check(
        () => new Conv2DTranspose(3, 3, strides: 2, padding: "same", activation: "relu", name: "c"),
        input: [2, 3, 4, 2], output: [2, 6, 8, 3], weights: 2,
        (x, w) => [.. new VolumeReference(2, 3, 2, 1, Transposed(3, 3, 2, padding: "same"), Transposed(4, 3, 2, padding: "same"))
            .Images(x, w[0], w[1]).Select(y => Math.Max(y, 0))]);

    // As many filters as fill a register tile, which then adds the bias itself.
    [Fact]
    public void Holds_it_with_many_filters_and_relu_fused() => LayerTester.Check(
        () => new Conv2DTranspose(40, 2, strides: 2, activation: "relu", name: "c"), input: [1, 2, 3, 2], output: [1, 4, 6, 40], weights: 2,
        (x, w) => [.. new VolumeReference(1, 40, 2, 1, Transposed(2, 2, 2), Transposed(3, 2, 2))
            .Images(x, w[0], w[1]).Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Holds_it_with_padding_of_the_output() => LayerTester.Check(
        () => new Conv2DTranspose(2, 3, 2, "same", (1, 0), useBias: false, name: "c"),
        input: [1, 3, 4, 2], output: [1, 6, 7, 2], weights: 1,
        (x, w) => new VolumeReference(
            1, 2, 2, 1, Transposed(3, 3, 2, padding: "same", outputPadding: 1), Transposed(4, 3, 2, padding: "same", outputPadding: 0))
            .Images(x, w[0]));

    [Fact]
    public void Holds_it_with_channels_first() => LayerTester.Check(
        () => new Conv2DTranspose(3, 3, 2, "same", dataFormat: "channels_first", name: "c"),
        input: [2, 2, 3, 4], output: [2, 3, 6, 8], weights: 2,
        (x, w) => ChannelsFirst.Outside(
            ChannelsFirst.Inside(x, 2, 2),
            y => new VolumeReference(2, 3, 2, 1, Transposed(3, 3, 2, padding: "same"), Transposed(4, 3, 2, padding: "same"))
                .Images(y, w[0], w[1]), 2, 3));

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new Conv2DTranspose(2, (3, 5), name: "d");
        layer.Build([Shape.Any, 8, 8, 4]);
        Assert.Equal(["d/kernel (3, 5, 2, 4)", "d/bias (2,)"], layer.Weights.Select(weight => weight.ToString()));
        Assert.Equal([Shape.Any, Shape.Any, 12, 2], layer.ComputeOutputShape([Shape.Any, Shape.Any, 8, 4]));
    }

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new Conv2DTranspose(8, (3, 5), strides: 3, padding: "same", outputPadding: (1, 2), dataFormat: "channels_first");
        foreach (Conv2DTranspose copy in (Conv2DTranspose[])[layer, (Conv2DTranspose)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal((8, (3, 5), 3, 1), (copy.Filters, copy.KernelSize, copy.Strides, copy.DilationRate));
            Assert.Equal((new Size2D(1, 2), DataFormat.ChannelsFirst, Padding.Same), (copy.OutputPadding, copy.DataFormat, copy.Padding));
        }

        Assert.Null(((Conv2DTranspose)Layer.FromConfig(new Conv2DTranspose(8, 3).ToConfig())).OutputPadding);
    }

    [Fact]
    public void Kernels_far_larger_than_what_is_kept_of_them_give_the_sums_of_the_rest()
    {
        Tensor x = LayerTester.RandomInput([1, 2, 2, 1]);
        Layer layer = LayerTester.Build(() => new Conv2DTranspose(1, 31, padding: "same"), x.Shape);
        double[] want = new VolumeReference(1, 1, 1, 1, Transposed(2, 31, padding: "same"), Transposed(2, 31, padding: "same")).Images(
            [.. x.ToArray()], [.. layer.Weights[0].Value.ToArray()], [.. layer.Weights[1].Value.ToArray()]);
        Assert.Equal(want, layer.Apply(x).ToArray().Select(y => (double)y), (a, b) => Math.Abs(a - b) < 1e-5);
    }
}
