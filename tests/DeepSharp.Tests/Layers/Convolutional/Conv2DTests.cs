using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv2D(4, 3, name: "c"), input: [2, 5, 6, 3], output: [2, 3, 4, 4], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 5, 6, 3), x, w[0], w[1], 4, new Window(3, 3)));

    [Fact]
    public void Holds_it_with_relu_fused_and_same_padding() => LayerTester.Check(
        () => new Conv2D(5, (3, 2), padding: "same", activation: "relu", name: "c"), input: [2, 4, 5, 2], output: [2, 4, 5, 5], weights: 2,
        (x, w) => Map(LayerReference.Conv2D(new Images(2, 4, 5, 2), x, w[0], w[1], 5, new Window(3, 2, Same: true)), y => Math.Max(0, y)));

    [Fact]
    public void Holds_it_with_strides_and_no_bias() => LayerTester.Check(
        () => new Conv2D(3, 3, strides: (2, 1), padding: Padding.Same, useBias: false, name: "c"),
        input: [1, 6, 5, 3], output: [1, 3, 5, 3], weights: 1,
        (x, w) => LayerReference.Conv2D(new Images(1, 6, 5, 3), x, w[0], null, 3, new Window(3, 3, StrideHeight: 2, Same: true)));

    [Fact]
    public void Holds_it_with_dilation() => LayerTester.Check(
        () => new Conv2D(2, 2, dilationRate: (2, 3), name: "c"), input: [2, 4, 6, 2], output: [2, 2, 3, 2], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 4, 6, 2), x, w[0], w[1], 2, new Window(2, 2, DilationHeight: 2, DilationWidth: 3)));

    [Fact]
    public void Holds_it_with_groups() => LayerTester.Check(
        () => new Conv2D(6, 2, groups: 2, name: "c"), input: [2, 3, 4, 4], output: [2, 2, 3, 6], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 3, 4, 4), x, w[0], w[1], 6, new Window(2, 2), groups: 2));

    [Fact]
    public void Holds_it_with_a_kernel_of_one_pixel() => LayerTester.Check(
        () => new Conv2D(4, 1, name: "c"), input: [2, 3, 3, 5], output: [2, 3, 3, 4], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 3, 3, 5), x, w[0], w[1], 4, new Window(1, 1)));

    [Fact]
    public void Sums_the_window_times_the_kernel()
    {
        var layer = new Conv2D(1, 2);
        layer.Build([Shape.Any, 3, 3, 1]);
        layer.SetWeights([Tensor.From([1, 10, 100, 1000], [2, 2, 1, 1]), Tensor.From([0.5f])]);

        Tensor y = layer.Apply(Tensor.Range(1, 10).Reshape([1, 3, 3, 1]));

        // The image is 1 2 3 / 4 5 6 / 7 8 9: 1·1 + 2·10 + 4·100 + 5·1000 + 0.5 and so on.
        Assert.Equal([5421.5f, 6532.5f, 8754.5f, 9865.5f], y.ToArray());
    }

    [Fact]
    public void Same_padding_with_stride_2_pads_an_even_image_only_at_the_end()
    {
        var layer = new Conv2D(1, 3, strides: 2, padding: "same", useBias: false);
        layer.Build([Shape.Any, 4, 4, 1]);
        layer.SetWeights([Tensor.Ones([3, 3, 1, 1])]);

        // Windows at rows and columns 0 to 2 and 2 to 4, of which 4 is padding.
        Assert.Equal([9, 6, 6, 4], layer.Apply(Tensor.Ones([1, 4, 4, 1])).ToArray());
    }

    [Fact]
    public void Fused_relu_equals_relu_after_it_bit_for_bit()
    {
        Layer fused = LayerTester.Build(() => new Conv2D(20, 3, padding: "same", activation: "relu"), [3, 8, 7, 5]);
        Layer plain = LayerTester.Build(() => new Conv2D(20, 3, padding: "same"), [3, 8, 7, 5]);
        FusionCheck.Run(fused, plain, LayerTester.RandomInput([3, 8, 7, 5]));
    }

    [Fact]
    public void The_image_gets_no_gradient_unless_it_is_watched()
    {
        Layer layer = LayerTester.Build(() => new Conv2D(4, 3), [2, 5, 5, 3]);
        Tensor x = LayerTester.RandomInput([2, 5, 5, 3]);
        var tape = new GradientTape();
        Tensor y = tape.Record(() => layer.Apply(x));
        Tensor?[] gradients = tape.Gradient(y, x, layer.Weights[0].Value);

        Assert.Null(gradients[0]);
        Assert.NotNull(gradients[1]);
    }

    [Fact]
    public void Height_and_width_may_be_unknown_when_it_is_built()
    {
        var layer = new Conv2D(4, 3);
        layer.Build([Shape.Any, Shape.Any, Shape.Any, 3]);

        Assert.Equal([Shape.Any, Shape.Any, Shape.Any, 4], layer.ComputeOutputShape([Shape.Any, Shape.Any, Shape.Any, 3]));
        Assert.Equal([2, 5, 4, 4], layer.Apply(Tensor.Zeros([2, 7, 6, 3])).Shape);
        Assert.Equal([1, 1, 2, 4], layer.Apply(Tensor.Zeros([1, 3, 4, 3])).Shape);
    }

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new Conv2D(6, (3, 5), groups: 2, name: "c");
        layer.Build([Shape.Any, 8, 8, 4]);
        Assert.Equal(["c/kernel (3, 5, 2, 6)", "c/bias (6,)"], layer.Weights.Select(weight => weight.ToString()));
    }

    [Fact]
    public void Options_are_readable()
    {
        var layer = new Conv2D(
            8, (3, 5), strides: (2, 1), padding: "same", dilationRate: 1, groups: 2, activation: "relu", useBias: false,
            kernelInitializer: "zeros", biasInitializer: "zeros", name: "c", inputShape: [32, 32, 4]);

        Assert.Equal(8, layer.Filters);
        Assert.Equal((3, 5), layer.KernelSize);
        Assert.Equal((2, 1), layer.Strides);
        Assert.Equal(Padding.Same, layer.Padding);
        Assert.Equal(1, layer.DilationRate);
        Assert.Equal(2, layer.Groups);
        Assert.Equal("relu", layer.Activation.Name);
        Assert.False(layer.UseBias);
        Assert.Equal(Initializer.Zeros, layer.KernelInitializer);
        Assert.Equal(Initializer.Zeros, layer.BiasInitializer);
        Assert.Equal([32, 32, 4], layer.InputShape!.Value);
    }

    [Fact]
    public void Config_has_the_keys_of_Keras()
    {
        JsonNode config = new Conv2D(8, 3, name: "c").ToConfig()["config"]!;

        Assert.Equal(
            [
                "name", "trainable", "dtype", "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "groups",
                "activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
                "activity_regularizer", "kernel_constraint", "bias_constraint",
            ],
            config.AsObject().Select(entry => entry.Key));
        Assert.Equal("[3,3]", config["kernel_size"]!.ToJsonString());
        Assert.Equal("valid", (string?)config["padding"]);
    }

    [Fact]
    public void A_config_needs_only_filters_and_kernel_size()
    {
        var layer = (Conv2D)Layer.Create("Conv2D", new JsonObject { ["filters"] = 3, ["kernel_size"] = 5, ["name"] = "first" });

        Assert.Equal((5, 5), layer.KernelSize);
        Assert.Equal(1, layer.Strides);
        Assert.Equal(Padding.Valid, layer.Padding);
        Assert.Equal("first", layer.Name);
    }

    [Fact]
    public void Holds_it_with_channels_first() => LayerTester.Check(
        () => new Conv2D(3, 2, dataFormat: "channels_first", activation: "relu", name: "c"), input: [2, 2, 4, 5], output: [2, 3, 3, 4],
        weights: 2,
        (x, w) => Map(
            ChannelsFirst.Outside(
                ChannelsFirst.Inside(x, 2, 2), y => LayerReference.Conv2D(new Images(2, 4, 5, 2), y, w[0], w[1], 3, new Window(2, 2)), 2, 3),
            y => Math.Max(0, y)));

    [Fact]
    public void An_unknown_order_of_axes_is_refused()
    {
        var config = new JsonObject { ["filters"] = 3, ["kernel_size"] = 5, ["data_format"] = "channels_second" };
        Assert.Contains("channels_second", Assert.ThrowsAny<ArgumentException>(() => Layer.Create("Conv2D", config)).Message);
    }

    [Theory]
    [InlineData(0, 3, 1, 1, 1, "expected filters of 1 or more but got 0")]
    [InlineData(4, 0, 1, 1, 1, "expected kernelSize of 1 or more in both directions but got (0, 0)")]
    [InlineData(4, 3, 0, 1, 1, "expected strides of 1 or more in both directions but got (0, 0)")]
    [InlineData(4, 3, 1, -1, 1, "expected dilationRate of 1 or more in both directions but got (-1, -1)")]
    [InlineData(4, 3, 1, 1, 0, "expected groups of 1 or more but got 0")]
    [InlineData(4, 3, 1, 1, 3, "expected filters to be a multiple of groups but got 4 filters, 3 groups")]
    [InlineData(4, 3, 2, 2, 1, "expected strides or dilationRate to be 1 but got (2, 2) and (2, 2). Use one of them only")]
    public void Arguments_that_make_no_sense_are_refused(int filters, int kernel, int strides, int dilation, int groups, string expected)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => new Conv2D(filters, kernel, strides: strides, dilationRate: dilation, groups: groups, name: "c"));
        Assert.StartsWith($"Conv2D 'c': {expected}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_without_channels_are_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new Conv2D(4, 3, name: "conv2d_1").Apply(Tensor.Zeros([32, 28, 28])));
        Assert.Equal(
            "Conv2D 'conv2d_1': expected an input of rank 4 (batch, height, width, channels) but got (32, 28, 28). " +
            "Add a channel axis, e.g. x.Reshape([32, 28, 28, 1]).",
            exception.Message);
    }

    [Fact]
    public void A_single_image_is_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new Conv2D(4, 3, name: "c").Apply(Tensor.Zeros([32, 32, 3])));
        Assert.EndsWith("Add a batch axis, e.g. x.Reshape([1, 32, 32, 3]).", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_larger_than_the_image_is_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new Conv2D(16, (5, 5), name: "conv2d_2").Apply(Tensor.Zeros([32, 3, 3, 64])));
        Assert.Equal(
            "Conv2D 'conv2d_2': kernel (5, 5) does not fit the input (32, 3, 3, 64) with padding Valid: " +
            "output would be (32, -1, -1, 16). Use padding: Padding.Same or a smaller kernel.",
            exception.Message);
    }

    [Fact]
    public void A_later_image_that_is_too_small_is_refused_too()
    {
        Layer layer = LayerTester.Build(() => new Conv2D(4, 3, dilationRate: 2, name: "c"), [1, 9, 9, 2]);
        var exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([1, 9, 4, 2])));
        Assert.StartsWith(
            "Conv2D 'c': kernel (3, 3) with dilation (2, 2) does not fit the input (1, 9, 4, 2)",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_must_divide_the_channels()
    {
        var exception = Assert.Throws<ShapeException>(() => new Conv2D(6, 3, groups: 3, name: "c").Build([Shape.Any, 9, 9, 4]));
        Assert.Equal(
            "Conv2D 'c': expected the input channels to be a multiple of groups = 3 but got 4 channels in (None, 9, 9, 4). " +
            "Choose groups that divide them.",
            exception.Message);
    }

    [Fact]
    public void Another_number_of_channels_than_built_for_is_an_error_that_names_both()
    {
        Layer layer = LayerTester.Build(() => new Conv2D(4, 3, name: "c"), [Shape.Any, 9, 9, 3]);
        var exception = Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([2, 9, 9, 1])));
        Assert.Equal("Conv2D 'c': was built for 3 input channels, but got an input of shape (2, 9, 9, 1).", exception.Message);
    }

    [Fact]
    public void Unknown_channels_cannot_be_built()
    {
        var exception = Assert.Throws<ShapeException>(() => new Conv2D(4, 3, name: "c").Build([Shape.Any, 9, 9, Shape.Any]));
        Assert.StartsWith("Conv2D 'c': expected an input with a known number of channels", exception.Message, StringComparison.Ordinal);
    }
}
