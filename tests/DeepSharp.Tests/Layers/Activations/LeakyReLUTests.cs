using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Activations;

public class LeakyReLUTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new LeakyReLU(name: "l"), input: [4, 9], output: [4, 9], weights: 0, (x, _) => LayerReference.Map(x, v => v >= 0 ? v : 0.3f * v));

    [Fact]
    public void A_negative_slope_is_refused() => Assert.StartsWith(
        "LeakyReLU 'l': expected negativeSlope to be a finite number of 0 or more but got -1.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyReLU(-1, name: "l")).Message, StringComparison.Ordinal);
}
