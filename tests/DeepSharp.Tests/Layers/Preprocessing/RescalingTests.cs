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
        Assert.Equal((2f, 0f), (layer.Scale.Item(), layer.Offset.Item()));
    }

    [Fact]
    public void Channels_may_have_numbers_of_their_own()
    {
        LayerTester.Check(
            () => new Rescaling(Tensor.From([2f, -1f]), Tensor.From([1f, 0.5f]), name: "r"), input: [2, 3, 2], output: [2, 3, 2], weights: 0,
            (x, _) => [.. x.Select((v, i) => i % 2 == 0 ? 2 * v + 1 : -v + 0.5)]);
        LayerTester.Check(
            () => new Rescaling(Tensor.From([2f, -1f]), name: "r"), input: [2, 2], output: [2, 2], weights: 0,
            (x, _) => [.. x.Select((v, i) => i % 2 == 0 ? 2 * v : -v)]);
        Assert.Equal(
            "Rescaling 'r': expected an input that a scale of shape (2,) and an offset of shape () broadcast to but got (2, 3).",
            ShapeError.Of(() => new Rescaling(Tensor.From([2f, -1f]), name: "r").Apply(Tensor.Ones([2, 3]))));
    }

    [Theory]
    [InlineData("[2.5,-1]")]
    [InlineData("""{"class_name":"__numpy__","config":{"value":[2.5,-1],"dtype":"float32"}}""")]
    public void A_config_may_have_arrays(string scale)
    {
        var layer = (Rescaling)Layer.Create("Rescaling", new JsonObject { ["scale"] = JsonNode.Parse(scale), ["offset"] = 0 });
        Assert.Equal([2.5f, -1f], layer.Scale.ToArray());
        Assert.Equal("[2.5,-1]", layer.ToConfig()["config"]!["scale"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"class_name":"__numpy__","config":{}}""")]
    [InlineData("""{"class_name":"__numpy__","config":5}""")]
    [InlineData("[1,[2]]")]
    [InlineData("null")]
    public void A_config_of_what_is_no_number_is_refused(string scale) => Assert.Throws<FormatException>(
        () => Layer.Create("Rescaling", new JsonObject { ["scale"] = JsonNode.Parse(scale) }));

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(float.PositiveInfinity, name: "r"));
        Assert.StartsWith("Rescaling 'r': expected scale to be a finite number", exception.Message, StringComparison.Ordinal);
    }
}
