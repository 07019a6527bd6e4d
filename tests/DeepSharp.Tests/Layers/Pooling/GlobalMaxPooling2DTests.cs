using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class GlobalMaxPooling2DTests
{
    private static readonly Images s_images = new(2, 3, 4, 5);

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GlobalMaxPooling2D(name: "g"), input: [2, 3, 4, 5], output: [2, 5], weights: 0,
        (x, _) => MaxPool(s_images, x, new Window(3, 4)));

    [Fact]
    public void Holds_it_with_dims_kept() => LayerTester.Check(
        () => new GlobalMaxPooling2D(keepDims: true, name: "g"), input: [2, 3, 4, 5], output: [2, 1, 1, 5], weights: 0,
        (x, _) => MaxPool(s_images, x, new Window(3, 4)));

    [Fact]
    public void Takes_the_largest_value_of_each_channel()
    {
        Tensor x = Tensor.From([1, 10, 2, 20, 3, 30, -6, 60], [1, 2, 2, 2]);
        Assert.Equal([3, 60], new GlobalMaxPooling2D().Apply(x).ToArray());
    }

    [Fact]
    public void Equal_maxima_share_the_gradient()
    {
        Tensor x = Tensor.From([4, 1, 4, 2], [1, 2, 2, 1]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => new GlobalMaxPooling2D().Apply(x));
        Assert.Equal([0.5f, 0, 0.5f, 0], tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void Height_and_width_may_be_unknown()
    {
        Assert.Equal([Shape.Any, 8], new GlobalMaxPooling2D().ComputeOutputShape([Shape.Any, Shape.Any, Shape.Any, 8]));
    }

    [Fact]
    public void Images_without_pixels_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new GlobalMaxPooling2D(name: "g").Apply(Tensor.Zeros([2, 0, 4, 3])));
        Assert.Equal("GlobalMaxPooling2D 'g': expected images of at least one pixel but got (2, 0, 4, 3).", exception.Message);
    }
}
