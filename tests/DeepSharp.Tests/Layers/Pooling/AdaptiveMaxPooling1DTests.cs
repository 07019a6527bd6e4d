using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.WindowReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class AdaptiveMaxPooling1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new AdaptiveMaxPooling1D(3, name: "a"), input: [2, 7, 3], output: [2, 3, 3], weights: 0,
        (x, _) => Max(Adaptive(2, [7], 3, [3]), x));

    [Fact]
    public void Holds_it_with_more_windows_than_values() => LayerTester.Check(
        () => new AdaptiveMaxPooling1D(3, name: "a"), input: [2, 2, 2], output: [2, 3, 2], weights: 0,
        (x, _) => Max(Adaptive(2, [2], 2, [3]), x));

    [Fact]
    public void Sizes_below_1_are_refused() => Assert.StartsWith(
        "AdaptiveMaxPooling1D 'a': expected outputSize of 1 or more",
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveMaxPooling1D((int)0, name: "a")).Message, StringComparison.Ordinal);

    [Fact]
    public void Samples_that_hold_nothing_are_refused() => Assert.Throws<ShapeException>(
        () => new AdaptiveMaxPooling1D(3).Apply(Tensor.Zeros([1, 0, 2])));
}
