using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class AveragePooling2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new AveragePooling2D(2, name: "p"), input: [2, 4, 5, 3], output: [2, 2, 2, 3], weights: 0,
        (x, _) => AveragePool(new Images(2, 4, 5, 3), x, new Window(2, 2, 2, 2)));

    [Fact]
    public void Holds_it_with_overlapping_windows_and_same_padding() => LayerTester.Check(
        () => new AveragePooling2D((3, 2), strides: (1, 2), padding: "same", name: "p"),
        input: [2, 4, 5, 2], output: [2, 4, 3, 2], weights: 0,
        (x, _) => AveragePool(new Images(2, 4, 5, 2), x, new Window(3, 2, 1, 2, Same: true)));

    [Fact]
    public void Padding_does_not_count()
    {
        Tensor x = Tensor.From([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);

        // Windows of 2x2 that start at 0 and 2: the second ones have one row or column of pixels.
        Assert.Equal([3, 4.5f, 7.5f, 9], new AveragePooling2D(2, padding: "same").Apply(x).ToArray());
    }

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        var layer = new AveragePooling2D();
        Assert.Equal(2, layer.PoolSize);
        Assert.Equal(2, layer.Strides);
        Assert.Equal(Padding.Valid, layer.Padding);
    }

    [Fact]
    public void A_pool_larger_than_the_image_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new AveragePooling2D(8, name: "p").Apply(Tensor.Zeros([1, 7, 7, 4])));
        Assert.StartsWith(
            "AveragePooling2D 'p': pool (8, 8) does not fit the input (1, 7, 7, 4)",
            exception.Message, StringComparison.Ordinal);
    }
}
