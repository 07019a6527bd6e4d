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
        Assert.Equal((2f, 0f), (layer.Scale, layer.Offset));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(float.PositiveInfinity, name: "r"));
        Assert.StartsWith("Rescaling 'r': expected scale to be a finite number", exception.Message, StringComparison.Ordinal);
    }
}
