using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class LayerScaleTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new LayerScale(0.25, 4, name: "s"), input: [2, 3, 4], output: [2, 3, 4], weights: 1,
            (x, weights) => [.. x.Select((value, i) => value * weights[0][i % 4])]);
        LayerTester.Check(
            () => new LayerScale(0.25, 1, name: "s"), input: [2, 3], output: [2, 3], weights: 1,
            (x, weights) => [.. x.Select(value => value * weights[0][0])]);
    }

    [Fact]
    public void Begins_with_one_value_for_all()
    {
        var layer = new LayerScale(1e-6, 3);
        Assert.Equal([1e-6f, 0f, 2e-6f], layer.Apply(Tensor.From([1, 0, 2], [1, 3])).ToArray());
        Assert.Same(layer.Gamma, Assert.Single(layer.TrainableWeights));
    }

    [Fact]
    public void A_config_of_Keras_is_read_and_written()
    {
        const string Config = """
            {"module":"keras.src.applications.convnext","class_name":"LayerScale","config":{"name":"s","trainable":true,"dtype":"float32",
            "init_values":1e-06,"projection_dim":96},"registered_name":"LayerScale"}
            """;
        var layer = (LayerScale)Layer.FromConfig(JsonNode.Parse(Config)!);
        Assert.Equal((1e-6f, 96), (layer.InitValues, layer.ProjectionDim));
        JsonObject written = layer.ToConfig();
        Assert.Equal("keras.src.applications.convnext LayerScale", $"{written["module"]} {written["registered_name"]}");
    }

    [Fact]
    public void Another_number_of_features_is_refused()
    {
        Assert.Equal(
            "LayerScale 's': expected an input (batch, ..., 4) for projectionDim = 4 but got (2, 3). Give projectionDim the length of the " +
            "last axis.",
            ShapeError.Of(() => new LayerScale(1, 4, name: "s").Apply(Tensor.Ones([2, 3]))));
        Assert.Contains("projectionDim of 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerScale(1, 0)).Message);
        Assert.Contains("initValues", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerScale(double.NaN, 2)).Message);
    }
}
