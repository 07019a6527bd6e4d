using System.Text.Json.Nodes;
using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class MaxPooling2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new MaxPooling2D((2, 2), name: "p"), input: [2, 4, 6, 3], output: [2, 2, 3, 3], weights: 0,
        (x, _) => MaxPool(new Images(2, 4, 6, 3), x, new Window(2, 2, 2, 2)));

    [Fact]
    public void Holds_it_with_overlapping_windows_and_same_padding() => LayerTester.Check(
        () => new MaxPooling2D(3, strides: 2, padding: "same", name: "p"), input: [2, 6, 5, 2], output: [2, 3, 3, 2], weights: 0,
        (x, _) => MaxPool(new Images(2, 6, 5, 2), x, new Window(3, 3, 2, 2, Same: true)));

    [Fact]
    public void Holds_it_with_a_window_and_strides_that_are_not_square() => LayerTester.Check(
        () => new MaxPooling2D((2, 3), strides: (1, 2), name: "p"), input: [1, 4, 7, 3], output: [1, 3, 3, 3], weights: 0,
        (x, _) => MaxPool(new Images(1, 4, 7, 3), x, new Window(2, 3, 1, 2)));

    [Fact]
    public void Takes_the_maximum_of_each_window_and_drops_an_odd_rest()
    {
        Tensor x = Tensor.From([1, 2, 9, 4, 3, 9, -5, -6, 9, -7, -8, 9], [1, 4, 3, 1]);
        Assert.Equal([4, -5], new MaxPooling2D().Apply(x).ToArray());
    }

    [Fact]
    public void Padding_is_never_the_maximum()
    {
        Tensor x = Tensor.Full([1, 3, 3, 1], -2f);
        Assert.Equal([-2, -2, -2, -2], new MaxPooling2D(2, padding: Padding.Same).Apply(x).ToArray());
    }

    [Fact]
    public void Of_equal_maxima_the_first_gets_the_gradient()
    {
        Tensor x = Tensor.From([1, 5, 5, 5], [1, 2, 2, 1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => new MaxPooling2D().Apply(x));
        Assert.Equal([0, 1, 0, 0], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void Strides_are_the_pool_size_unless_given()
    {
        Assert.Equal((3, 2), new MaxPooling2D((3, 2)).Strides);
        Assert.Equal((1, 1), new MaxPooling2D((3, 2), strides: 1).Strides);
        Assert.Equal(2, new MaxPooling2D().PoolSize);
        Assert.Equal(Padding.Valid, new MaxPooling2D().Padding);
    }

    [Fact]
    public void Config_has_the_keys_of_Keras()
    {
        JsonNode config = new MaxPooling2D((2, 3), padding: "same", name: "p").ToConfig()["config"]!;
        config.AsObject().Remove("dtype");
        Assert.Equal(
            """{"name":"p","trainable":true,"pool_size":[2,3],"padding":"same","strides":[2,3],"data_format":"channels_last"}""",
            config.ToJsonString());
    }

    [Fact]
    public void A_config_may_be_empty_or_have_null_strides()
    {
        Assert.Equal(2, ((MaxPooling2D)Layer.Create("MaxPooling2D", [])).PoolSize);
        Assert.Equal(3, ((MaxPooling2D)Layer.Create("MaxPooling2D", new JsonObject { ["pool_size"] = 3, ["strides"] = null })).Strides);
    }

    [Fact]
    public void A_pool_larger_than_the_image_is_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new MaxPooling2D((2, 4), name: "p").Build([Shape.Any, 8, 3, 5]));
        Assert.Equal(
            "MaxPooling2D 'p': pool (2, 4) does not fit the input (None, 8, 3, 5) with padding Valid: output would be (None, 4, 0, 5). " +
            "Use padding: Padding.Same or a smaller pool.",
            exception.Message);
    }

    [Fact]
    public void An_input_that_is_no_image_is_refused_with_advice()
    {
        var exception = Assert.Throws<ShapeException>(() => new MaxPooling2D(name: "p").Apply(Tensor.Zeros([8, 10])));
        Assert.Equal(
            "MaxPooling2D 'p': expected an input of rank 4 (batch, height, width, channels) but got (8, 10). " +
            "Reshape it to images first, e.g. x.Reshape([-1, height, width, channels]).",
            exception.Message);
    }

    [Fact]
    public void Sizes_below_1_are_refused()
    {
        var pool = Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D((2, 0), name: "p"));
        Assert.StartsWith(
            "MaxPooling2D 'p': expected poolSize of 1 or more in both directions but got (2, 0).", pool.Message, StringComparison.Ordinal);
        var strides = Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D(2, strides: -1, name: "p"));
        Assert.StartsWith("MaxPooling2D 'p': expected strides of 1 or more", strides.Message, StringComparison.Ordinal);
    }
}
