using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Activations;

public class ReLUTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ReLU(name: "r"), input: [4, 9], output: [4, 9], weights: 0, (x, _) => LayerReference.Map(x, v => Math.Max(0, v)));

    [Fact]
    public void Holds_it_with_all_options() => LayerTester.Check(
        () => new ReLU(maxValue: 0.75f, negativeSlope: 0.25f, threshold: 0.125f, name: "r"), input: [4, 9], output: [4, 9], weights: 0,
        (x, _) => LayerReference.Map(x, v => v >= 0.75 ? 0.75 : v >= 0.125 ? v : 0.25 * (v - 0.125)));

    [Fact]
    public void Cuts_off_below_0_and_above_the_largest_value()
    {
        Assert.Equal([0, 0, 3, 6], new ReLU(maxValue: 6).Apply(Tensor.From([-1, 0, 3, 7])).ToArray());
    }

    [Fact]
    public void Is_named_as_in_Keras()
    {
        LayerNames.Reset();
        Assert.Equal("re_lu", new ReLU().Name);
        Assert.Equal("re_lu_1", new ReLU().Name);
    }

    [Fact]
    public void Config_has_the_keys_of_Keras()
    {
        var config = new ReLU(maxValue: 6, negativeSlope: 0.5f, name: "r").ToConfig()["config"]!.AsObject();
        config.Remove("dtype");
        Assert.Equal("""{"name":"r","trainable":true,"max_value":6,"negative_slope":0.5,"threshold":0}""", config.ToJsonString());
    }

    [Theory]
    [InlineData(-1f, 0f, 0f, "maxValue")]
    [InlineData(1f, -0.5f, 0f, "negativeSlope")]
    [InlineData(1f, 0f, float.NaN, "threshold")]
    public void Negative_options_are_refused(float maxValue, float negativeSlope, float threshold, string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ReLU(maxValue, negativeSlope, threshold, name: "r"));
        Assert.StartsWith($"ReLU 'r': expected {name} to be a finite number of 0 or more", exception.Message, StringComparison.Ordinal);
    }
}
