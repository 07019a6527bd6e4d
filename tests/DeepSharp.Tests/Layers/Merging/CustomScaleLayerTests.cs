using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Merging;

public class CustomScaleLayerTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        LayerTester.Check(
            () => new CustomScaleLayer(-0.25, name: "s"), [[2, 3, 4], [2, 3, 4]], [2, 3, 4], 0,
            (x, _) => [.. x[0].Zip(x[1], (a, b) => a - 0.25 * b)]);
        LayerTester.Check(
            () => new CustomScaleLayer(2, name: "s"), [[2, 1, 4], [2, 3, 1]], [2, 3, 4], 0,
            (x, _) => [.. Enumerable.Range(0, 24).Select(i => x[0][i / 12 * 4 + i % 4] + 2 * x[1][i / 4])]);
    }

    [Fact]
    public void A_config_of_Keras_is_read_and_written()
    {
        const string Config = """
            {"module":"keras.src.applications.inception_resnet_v2","class_name":"CustomScaleLayer","config":{"name":"s","trainable":true,
            "dtype":{"module":"keras","class_name":"DTypePolicy","config":{"name":"float32"},"registered_name":null},"scale":0.17},
            "registered_name":"CustomScaleLayer","build_config":{"input_shape":[[null,35,35,320],[null,35,35,320]]}}
            """;
        var layer = (CustomScaleLayer)Layer.FromConfig(JsonNode.Parse(Config)!);
        Assert.Equal(0.17f, layer.Scale);
        JsonObject written = layer.ToConfig();
        Assert.Equal("keras.src.applications.inception_resnet_v2 CustomScaleLayer", $"{written["module"]} {written["registered_name"]}");
    }

    [Fact]
    public void Other_inputs_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CustomScaleLayer(1).Apply(Tensor.Ones([2, 3])));
        Assert.Contains("do not broadcast", ShapeError.Of(() => new CustomScaleLayer(1).Apply([Tensor.Ones([2, 3]), Tensor.Ones([2, 4])])));
        Assert.Contains("scale", Assert.Throws<ArgumentOutOfRangeException>(() => new CustomScaleLayer(double.NaN)).Message);
    }
}
