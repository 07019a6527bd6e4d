using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Spatial;

public class SpatialLayerTests
{
    [Fact]
    public void Errors_name_the_order_of_the_axes()
    {
        var layer = new Conv2D(4, 3, dataFormat: "channels_first", groups: 2, name: "c");
        Assert.Equal(
            "Conv2D 'c': expected an input of rank 4 (batch, channels, height, width), in the order of dataFormat, but got (2, 3).",
            Assert.Throws<ShapeException>(() => layer.Build([2, 3])).Message);
        string message = Assert.Throws<ShapeException>(() => layer.Build([1, 3, 8, 9])).Message;
        Assert.StartsWith("Conv2D 'c': expected the input channels to be a multiple of groups = 2 but got 3 channels", message);
        Assert.EndsWith("Lengths are given here with channels last, as it is computed, where dataFormat has them first.", message);
    }

    [Fact]
    public void Channels_first_in_a_model_is_what_channels_last_is()
    {
        Tensor x = LayerTester.RandomInput([2, 9, 8, 3]);
        Sequential last = Create("channels_last", [9, 8, 3]), first = Create("channels_first", [3, 9, 8]);
        first.SetWeights(last.GetWeights());
        Assert.Equal(last.Predict(x).ToArray(), first.Predict(DeepSharp.Ops.Transpose(x, [0, 3, 1, 2])).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    // A convolution whose channels come first is not fused with a pooling whose channels come last.
    private static Sequential Create(DataFormat format, Shape shape) => new(
        new Input(shape),
        new Conv2D(8, 3, dataFormat: format, activation: "relu"),
        new Conv2D(6, 3, strides: 2, padding: "same", dataFormat: format),
        new SeparableConv2D(4, 2, dataFormat: format),
        new Flatten(format),
        new Dense(5));
}
