using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Core;

public class ActivationLayerTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ActivationLayer("tanh", name: "a"), input: [2, 3, 4], output: [2, 3, 4], weights: 0,
        (x, _) => LayerReference.Map(x, Math.Tanh));

    [Fact]
    public void Is_called_Activation_as_in_Keras()
    {
        LayerNames.Reset();
        var layer = new ActivationLayer(Activation.ReLU);

        Assert.Equal("activation", layer.Name);
        Assert.Equal("Activation", (string?)layer.ToConfig()["class_name"]);
        Assert.Equal("relu", (string?)layer.ToConfig()["config"]!["activation"]);
        Assert.Equal(Activation.ReLU, layer.Activation);
        Assert.IsType<ActivationLayer>(Layer.FromConfig(layer.ToConfig()));
    }

    [Fact]
    public void Errors_call_it_as_Keras_does()
    {
        var exception = Assert.Throws<ShapeException>(() => new ActivationLayer("glu", name: "a").Apply(Tensor.Zeros([2, 3])));
        Assert.StartsWith("Activation 'a': ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_has_to_say_which()
    {
        var exception = Assert.Throws<FormatException>(() => Layer.Create("Activation", new JsonObject()));
        Assert.StartsWith("Activation: expected 'activation' to be", exception.Message, StringComparison.Ordinal);
    }
}
