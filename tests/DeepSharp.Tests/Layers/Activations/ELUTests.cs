using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Activations;

public class ELUTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ELU(0.5, name: "e"), input: [4, 9], output: [4, 9], weights: 0,
        (x, _) => LayerReference.Map(x, v => v >= 0 ? v : 0.5 * (Math.Exp(v) - 1)));

    [Fact]
    public void What_is_not_finite_is_refused() => Assert.StartsWith(
        "ELU 'e': expected alpha to be a finite number but got NaN.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new ELU(double.NaN, name: "e")).Message, StringComparison.Ordinal);
}
