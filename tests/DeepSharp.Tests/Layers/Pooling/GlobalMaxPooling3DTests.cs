using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.WindowReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class GlobalMaxPooling3DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GlobalMaxPooling3D(name: "g"), input: [2, 2, 3, 2, 5], output: [2, 5], weights: 0,
        (x, _) => Max(Sliding(2, [2, 3, 2], 5, [2, 3, 2], [1, 1, 1]), x));

    [Fact]
    public void Holds_it_with_dims_kept() => LayerTester.Check(
        () => new GlobalMaxPooling3D(keepDims: true, name: "g"), input: [2, 2, 3, 2, 5], output: [2, 1, 1, 1, 5], weights: 0,
        (x, _) => Max(Sliding(2, [2, 3, 2], 5, [2, 3, 2], [1, 1, 1]), x));

    [Fact]
    public void Channels_first_gives_the_same() => Assert.Equal(
        [2, 5, 1, 1, 1], new GlobalMaxPooling3D("channels_first", keepDims: true).Apply(Tensor.Ones([2, 5, 2, 3, 2])).Shape);
}
