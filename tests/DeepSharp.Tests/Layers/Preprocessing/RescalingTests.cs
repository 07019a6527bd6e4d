using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Preprocessing;

public class RescalingTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Rescaling(0.25f, offset: -1.5f, name: "r"), input: [2, 3, 3, 2], output: [2, 3, 3, 2], weights: 0,
        (x, _) => LayerReference.Map(x, v => 0.25 * v - 1.5));

    [Fact]
    public void Scales_before_it_shifts()
    {
        Assert.Equal([-1, 0, 1], new Rescaling(1 / 128f, offset: -1).Apply(Tensor.From([0, 128, 256])).ToArray());
    }

    [Fact]
    public void A_config_needs_only_the_scale()
    {
        var layer = (Rescaling)Layer.Create("Rescaling", new JsonObject { ["scale"] = 2 });
        Assert.Equal((new Shape([]), 2f, 0f), (layer.Scale.Shape, layer.Scale.ToArray()[0], layer.Offset.ToArray()[0]));
        Assert.Throws<FormatException>(() => Layer.Create("Rescaling", new JsonObject()));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(float.PositiveInfinity, name: "r"));
        Assert.StartsWith("Rescaling 'r': expected scale to be a finite number", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_channel_may_have_its_factor() => LayerTester.Check(
        () => new Rescaling(scale: [0.5, 2], offset: [1, -1], name: "r"), input: [2, 3, 2], output: [2, 3, 2], weights: 0,
        (x, _) => [.. x.Select((value, i) => i % 2 == 0 ? value * 0.5 + 1 : value * 2 - 1)]);

    [Fact]
    public void Factors_that_do_not_fit_are_refused()
    {
        Assert.Throws<ShapeException>(() => _ = new Rescaling(scale: [1, 2, 3]).Apply(Tensor.Zeros(2, 2)));
        Assert.Throws<ShapeException>(() => _ = new Rescaling(Tensor.Zeros(2, 2, 2)).Apply(Tensor.Zeros(2, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(scale: [double.NaN, 1]));
    }
}
