using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Layers;

/// <summary>The functions that Keras writes into the config of a model where masks are made and joined.</summary>
public class FunctionLayerTests
{
    private static readonly Tensor s_x = Tensor.From([1, 0, 0, 2, 0, 0, 3, 4, 5, 0, 0, 0], [2, 2, 3]);
    private static readonly Tensor s_y = Tensor.From([0, 0, 7, 0, 0, 0, 0, 1, 0, 0, 0, 9], [2, 2, 3]);

    [Theory]
    [InlineData("Any", """{"axis": -1, "keepdims": false}""", new[] { 2, 2 }, new float[] { 1, 1, 1, 0 })]
    [InlineData("Any", """{"axis": [0, 2], "keepdims": true}""", new[] { 1, 2, 1 }, new float[] { 1, 1 })]
    [InlineData("All", """{"axis": 1}""", new[] { 2, 3 }, new float[] { 1, 0, 0, 0, 0, 0 })]
    [InlineData("Any", """{"axis": null}""", new int[0], new float[] { 1 })]
    [InlineData("ZerosLike", """{"dtype": "bool"}""", new[] { 2, 2, 3 }, new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("OnesLike", """{"dtype": "bool"}""", new[] { 2, 2, 3 }, new float[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData("ExpandDims", """{"axis": 1}""", new[] { 2, 1, 2, 3 }, new float[] { 1, 0, 0, 2, 0, 0, 3, 4, 5, 0, 0, 0 })]
    public void A_function_of_one_tensor(string className, string config, int[] shape, float[] want)
    {
        Model model = Read(className, config, """[{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}]""");
        Tensor got = model.Apply([s_x, s_y]);
        Assert.Equal(shape, got.Shape.ToArray());
        Assert.Equal(want, got.ToArray());
    }

    [Theory]
    [InlineData("LogicalOr", new float[] { 1, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1 })]
    [InlineData("LogicalAnd", new float[] { 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 })]
    public void A_function_of_two_tensors(string className, float[] want)
    {
        Model model = Read(className, "{}",
            """
            [{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}},
             {"class_name": "__keras_tensor__", "config": {"keras_history": ["y", 0, 0]}}]
            """);
        Assert.Equal(want, model.Apply([s_x, s_y]).ToArray());
    }

    [Fact]
    public void Tensors_in_a_row()
    {
        Model model = Read("Concatenate", """{"axis": -1}""",
            """
            [[{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}},
              {"class_name": "__keras_tensor__", "config": {"keras_history": ["y", 0, 0]}}]]
            """);
        Assert.Equal([2, 2, 6], model.Apply([s_x, s_y]).Shape.ToArray());
    }

    [Fact]
    public void A_function_that_is_not_there_is_named()
    {
        string message = Assert.Throws<ArgumentException>(() => Read("Arctan2", "{}", "[]")).Message;
        Assert.StartsWith("Unknown operation 'Arctan2'. Known: Add, All, Any, Concatenate, Divide, ExpandDims, ", message);
    }

    // The model, read, written and read again.
    private static Model Read(string className, string config, string arguments)
    {
        JsonNode json = JsonNode.Parse(
            $$$"""
            {"class_name": "Functional", "config": {"name": "m", "trainable": true, "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 2, 3], "name": "x"}, "name": "x", "inbound_nodes": []},
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 2, 3], "name": "y"}, "name": "y", "inbound_nodes": []},
              {"module": "keras.src.ops.numpy", "class_name": "{{{className}}}", "config": {"name": "f"}, "name": "f",
               "inbound_nodes": [{"args": {{{arguments}}}, "kwargs": {}}]}],
              "input_layers": [["x", 0, 0], ["y", 0, 0]], "output_layers": [["f", 0, 0]]}}
            """)!;
        foreach ((string key, JsonNode? value) in JsonNode.Parse(config)!.AsObject())
        {
            json["config"]!["layers"]![2]!["config"]![key] = value?.DeepClone();
        }

        Model model = Model.FromConfig(json), copy = Model.FromConfig(model.ToConfig());
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        return copy;
    }
}
