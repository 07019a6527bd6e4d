using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class FunctionalConfigErrorTests
{
    [Fact]
    public void A_layer_that_is_not_there_is_named() => AssertFormat(
        "Functional 'm': 'b' takes nobody[0][0], but there is no layer 'nobody'. Layers: x, a, b.",
        config => Tensor(config, "b")[0] = "nobody");

    [Fact]
    public void A_call_that_is_not_there_is_named()
    {
        AssertFormat("Functional 'm': 'b' takes a[1][0], but the config lists 1 call of 'a'.", config => Tensor(config, "b")[1] = 1);
        AssertFormat("Functional 'm': 'b' takes a[-1][0], but the config lists 1 call of 'a'.", config => Tensor(config, "b")[1] = -1);
        AssertFormat("Functional 'm': 'a' takes x[1][0], but the config lists 1 call of 'x'.", config => Tensor(config, "a")[1] = 1);
    }

    [Fact]
    public void An_output_that_a_layer_does_not_have_is_named()
    {
        AssertFormat("Functional 'm': 'b' takes a[0][1], but 'a' gives 1 output.", config => Tensor(config, "b")[2] = 1);
        AssertFormat("Functional 'm': 'b' takes a[0][-5], but 'a' gives 1 output.", config => Tensor(config, "b")[2] = -5);
    }

    [Fact]
    public void A_circle_is_named()
    {
        AssertFormat(
            "Functional 'm': expected a graph without circles, but each of these calls waits for the next: a[0], b[0], a[0].",
            config => Tensor(config, "a")[0] = "b");
        AssertFormat(
            "Functional 'm': expected a graph without circles, but each of these calls waits for the next: b[0], b[0].",
            config => Tensor(config, "b")[0] = "b");
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused() => AssertFormat(
        "Functional 'm': expected layers of different names, but two are called 'a'.", config => Layers(config)[2]!["name"] = "a");

    [Fact]
    public void Arguments_by_name_are_an_object() => AssertFormat(
        "Functional 'm': expected a call with 'args' and 'kwargs' for 'b' but the config says {\"args\":[],\"kwargs\":[1]}.",
        config => Layers(config)[2]!["inbound_nodes"] = JsonNode.Parse("""[{"args":[],"kwargs":[1]}]"""));

    [Fact]
    public void Ends_that_are_not_there_are_named()
    {
        AssertFormat(
            "Functional 'm': 'output_layers' takes c[0][0], but there is no layer 'c'. Layers: x, a, b.",
            config => config["config"]!["output_layers"] = JsonNode.Parse("""["c", 0, 0]"""));
        AssertFormat(
            "Functional 'm': 'input_layers' takes x[2][0], but the config lists 1 call of 'x'.",
            config => config["config"]!["input_layers"] = JsonNode.Parse("""[["x", 2, 0]]"""));
        AssertFormat(
            "Functional: expected 'output_layers' to be [layer, call, output], or a list of such but the config says [\"b\",0].",
            config => config["config"]!["output_layers"] = JsonNode.Parse("""["b", 0]"""));
        AssertFormat(
            "Functional: expected 'input_layers' to be [layer, call, output], or a list of such but the config says null.",
            config => config["config"]!.AsObject().Remove("input_layers"));
    }

    [Fact]
    public void A_model_without_ends_or_layers_is_refused()
    {
        JsonNode empty = JsonNode.Parse(
            """{"class_name": "Functional", "config": {"name": "m", "layers": [], "input_layers": [], "output_layers": []}}""")!;
        Assert.Equal("Functional 'm': expected at least one input but got none.",
            Assert.Throws<ArgumentException>(() => Model.FromConfig(empty)).Message);
    }

    [Fact]
    public void An_input_that_is_missing_among_the_inputs_is_named()
    {
        JsonObject config = Config();
        Layers(config).Add(JsonNode.Parse("""{"class_name": "InputLayer", "config": {"batch_shape": [null, 2], "name": "y"}, "inbound_nodes": []}"""));
        Tensor(config, "a")[0] = "y";
        var exception = Assert.Throws<ArgumentException>(() => Model.FromConfig(config));
        Assert.Contains("'b' depends on the input 'y' of shape (None, 2) too.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"args": [], "kwargs": {}}""", "Functional 'm': expected a call that takes a tensor for 'b'")]
    [InlineData("""{"args": [[]], "kwargs": {}}""", "Functional 'm': expected a call that takes a tensor for 'b'")]
    [InlineData("""[["a", 0, 0, {}]]""", "Functional 'm': expected a call with 'args' and 'kwargs' for 'b'")]
    [InlineData("""{"args": [2.5], "kwargs": {}}""", "Functional 'm': expected calls that take tensors for 'b' but the config says 2.5.")]
    [InlineData("""{"args": [{"class_name": "Dense", "config": {}}], "kwargs": {}}""", "Functional 'm': expected a __keras_tensor__ with a 'keras_history'")]
    [InlineData(
        """{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["a", 0]}}], "kwargs": {}}""",
        "Functional 'm': expected a __keras_tensor__ with a 'keras_history'")]
    public void A_call_that_is_none_is_refused(string call, string message)
    {
        JsonObject config = Config();
        Layers(config)[2]!["inbound_nodes"] = new JsonArray(JsonNode.Parse(call));
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Model.FromConfig(config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_that_is_not_supported_is_named()
    {
        JsonObject config = Config();
        Layers(config)[2]!["inbound_nodes"]![0]!["kwargs"]!["attention_bias"] = 2;
        Assert.Equal(
            "Functional 'm': the argument 'attention_bias' in a call of 'b' is not supported, but the config sets it to 2.",
            Assert.Throws<NotSupportedException>(() => Model.FromConfig(config)).Message);
    }

    [Fact]
    public void Masks_of_nothing_and_training_of_null_are_the_defaults()
    {
        JsonObject config = Config();
        Layers(config)[2]!["inbound_nodes"]![0]!["kwargs"] = JsonNode.Parse("""{"mask": [null, null], "training": null}""");
        Assert.Equal(["a", "b"], Model.FromConfig(config).Layers.Skip(1).Select(layer => layer.Name));
    }

    [Fact]
    public void A_shared_object_of_two_classes_is_refused()
    {
        JsonObject config = Config();
        Layers(config)[1]!["shared_object_id"] = 7;
        Layers(config)[2]!["shared_object_id"] = 7;
        Layers(config)[2]!["class_name"] = "Flatten";
        AssertStartsWith("expected one layer for 'shared_object_id' 7 but the config has Dense 'a' and then a Flatten.", config);
    }

    [Fact]
    public void Many_calls_in_the_worst_order_are_read_in_no_time()
    {
        var input = new Input([1], name: "x");
        var shared = new Dense(1, useBias: false, name: "shared");
        SymbolicTensor y = input;
        for (int i = 0; i < 3000; i++) y = shared.Apply(y);
        JsonObject config = new Model(input, y, "m").ToConfig();
        Assert.Equal(3000, Model.FromConfig(config).Layers[1].InboundCalls.Count);
    }

    private static JsonObject Config()
    {
        var input = new Input([2], name: "x");
        var model = new Model(input, new Dense(2, name: "b").Apply(new Dense(2, name: "a").Apply(input)), "m");
        return JsonNode.Parse(model.ToConfig().ToJsonString())!.AsObject();
    }

    private static JsonArray Layers(JsonObject config) => config["config"]!["layers"]!.AsArray();

    private static JsonArray Tensor(JsonObject config, string layer) => Layers(config)
        .Single(item => (string?)item!["name"] == layer)!["inbound_nodes"]![0]!["args"]![0]!["config"]!["keras_history"]!.AsArray();

    private static void AssertFormat(string message, Action<JsonObject> damage)
    {
        JsonObject config = Config();
        damage(config);
        AssertStartsWith(message, config);
    }

    private static void AssertStartsWith(string message, JsonObject config) =>
        Assert.StartsWith(message, Assert.Throws<FormatException>(() => Model.FromConfig(config)).Message, StringComparison.Ordinal);
}
