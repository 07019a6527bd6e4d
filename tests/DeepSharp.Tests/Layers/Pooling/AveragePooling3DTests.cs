using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.WindowReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class AveragePooling3DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new AveragePooling3D(name: "p"), input: [2, 4, 5, 4, 3], output: [2, 2, 2, 2, 3], weights: 0,
        (x, _) => Mean(Sliding(2, [4, 5, 4], 3, [2, 2, 2], [2, 2, 2]), x));

    [Fact]
    public void Holds_it_with_overlapping_windows_and_same_padding() => LayerTester.Check(
        () => new AveragePooling3D((3, 2, 3), strides: (2, 1, 2), padding: "same", name: "p"),
        input: [2, 4, 3, 5, 2], output: [2, 2, 3, 3, 2], weights: 0,
        (x, _) => Mean(Sliding(2, [4, 3, 5], 2, [3, 2, 3], [2, 1, 2], same: true), x));

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        var layer = new AveragePooling3D();
        Assert.Equal((new Size3D(2, 2, 2), new Size3D(2, 2, 2), Padding.Valid), (layer.PoolSize, layer.Strides, layer.Padding));
        Assert.Equal("[2,2,2]", layer.ToConfig()["config"]!["strides"]!.ToJsonString());
    }

    [Fact]
    public void A_pool_larger_than_the_volume_is_refused() => Assert.StartsWith(
        "AveragePooling3D 'p': pool (2, 8, 2) does not fit the input (1, 4, 7, 4, 1)",
        Assert.Throws<ShapeException>(() => new AveragePooling3D((2, 8, 2), name: "p").Apply(Tensor.Zeros([1, 4, 7, 4, 1]))).Message,
        StringComparison.Ordinal);
}
