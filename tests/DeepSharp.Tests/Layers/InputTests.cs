using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Layers;

public class InputTests
{
    [Fact]
    public void The_batch_axis_is_unknown_unless_given()
    {
        Assert.Equal([Shape.Any, 32, 32, 3], new Input([32, 32, 3]).Shape);
        Assert.Equal([8, 784], new Input([784], batchSize: 8).Shape);
    }

    [Fact]
    public void Inputs_are_named_as_in_Keras()
    {
        LayerNames.Reset();
        Assert.Equal(
            ["input_layer", "input_layer_1", "pixels"], [new Input([3]).Name, new Input([3]).Name, new Input([3], name: "pixels").Name]);
    }

    [Fact]
    public void The_config_is_that_of_an_InputLayer()
    {
        JsonObject config = new Input([784], name: "x").ToConfig();
        Assert.Equal("InputLayer", (string?)config["class_name"]);
        Assert.Equal(
            """{"batch_shape":[null,784],"dtype":"float32","sparse":false,"ragged":false,"name":"x","optional":false}""", config["config"]!.ToJsonString());
    }

    [Fact]
    public void The_config_comes_back()
    {
        var input = new Input([32, Shape.Any, 3], batchSize: 4, name: "x");
        JsonObject config = JsonNode.Parse(input.ToConfig().ToJsonString())!["config"]!.AsObject();
        Input copy = Input.Read(new ConfigReader(config, "InputLayer"));
        Assert.Equal((input.Shape, input.BatchSize, input.Name), (copy.Shape, copy.BatchSize, copy.Name));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"batch_shape": []}""")]
    [InlineData("""{"batch_shape": "any"}""")]
    public void A_config_without_a_shape_is_refused(string config) =>
        Assert.Throws<FormatException>(() => Input.Read(new ConfigReader(JsonNode.Parse(config)!.AsObject(), "InputLayer")));

    [Fact]
    public void Sparse_inputs_are_refused()
    {
        JsonObject config = JsonNode.Parse("""{"batch_shape": [null, 4], "sparse": true}""")!.AsObject();
        Assert.Throws<NotSupportedException>(() => Input.Read(new ConfigReader(config, "InputLayer")));
    }

    [Fact]
    public void A_batch_size_of_0_is_refused()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Input([3], batchSize: 0));
        Assert.StartsWith(
            "Input: expected a batch size of 1 or more, or null for any, but got 0", exception.Message, StringComparison.Ordinal);
    }
}
