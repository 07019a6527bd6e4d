using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class SequentialConfigTests
{
    [Fact]
    public void The_config_comes_back_as_the_same_model()
    {
        var model = new Sequential(
            [new Conv2D(2, 3, activation: "relu"), new MaxPooling2D(), new Dropout(0.5f, seed: 2), new Flatten(), new Dense(3, "softmax")],
            "pictures", new Input([8, 8, 1], name: "pixels"));
        Sequential copy = Copy(model);

        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal("pictures", copy.Name);
        Assert.Equal(model.Weights.Select(weight => weight.ToString()), copy.Weights.Select(weight => weight.ToString()));
    }

    [Fact]
    public void The_inputs_come_first_as_an_InputLayer()
    {
        JsonArray layers = LayersOf(new Sequential([new Dense(3, name: "a")], "m", new Input([4], name: "x")));
        Assert.Equal(["InputLayer", "Dense"], layers.Select(layer => (string?)layer!["class_name"]));
        Assert.Equal("[null,4]", layers[0]!["config"]!["batch_shape"]!.ToJsonString());
    }

    [Fact]
    public void The_inputs_that_the_first_layer_knows_are_written_too()
    {
        JsonArray layers = LayersOf(new Sequential(new Dense(3, inputShape: [4])));
        Assert.Equal(["InputLayer", "Dense"], layers.Select(layer => (string?)layer!["class_name"]));
        Assert.Equal("[null,4]", layers[0]!["config"]!["batch_shape"]!.ToJsonString());
    }

    [Fact]
    public void Writing_the_config_twice_gives_the_same()
    {
        var model = new Sequential(new Dense(3, inputShape: [4]));
        Assert.Equal(model.ToConfig().ToJsonString(), model.ToConfig().ToJsonString());
    }

    [Fact]
    public void A_model_that_was_built_by_its_first_call_comes_back_built()
    {
        var model = new Sequential(new Dense(3));
        model.Build([Shape.Any, 4]);
        Assert.Equal([4, 3], Copy(model).Weights[0].Shape);
    }

    [Fact]
    public void A_model_that_is_not_built_comes_back_not_built() => Assert.False(Copy(new Sequential(new Dense(3))).IsBuilt);

    [Fact]
    public void A_frozen_layer_comes_back_frozen_and_the_others_do_not()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("hidden").Trainable = false;

        Sequential copy = Copy(model);
        Assert.False(copy.GetLayer("hidden").Trainable);
        Assert.Equal(["classifier/head/kernel", "classifier/head/bias"], copy.TrainableWeights.Select(weight => weight.Path));
    }

    [Fact]
    public void A_frozen_model_comes_back_frozen()
    {
        Sequential model = SmallModels.Classifier();
        model.Trainable = false;
        Assert.Empty(Copy(model).TrainableWeights);
    }

    [Fact]
    public void A_nested_model_comes_back()
    {
        var inner = new Sequential([new Dense(3, name: "a")], "inner");
        var model = new Sequential([inner, new Dense(2, name: "b")], "outer", new Input([4]));

        Sequential copy = Copy(model);
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.IsType<Sequential>(copy.Layers[0]);
    }

    [Fact]
    public void A_copy_with_the_same_weights_predicts_the_same()
    {
        Sequential model = SmallModels.Classifier();
        Sequential copy = Copy(model);
        copy.SetWeights(model.GetWeights());
        Tensor x = SmallModels.Points(7).X;
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction");
    }

    [Fact]
    public void The_config_of_something_else_is_refused()
    {
        var exception = Assert.Throws<FormatException>(() => Sequential.FromConfig(new Dense(3).ToConfig()));
        Assert.Equal("Model: expected the config of a Sequential but got a Dense.", exception.Message);
    }

    [Fact]
    public void An_unknown_layer_lists_the_known_ones()
    {
        JsonNode config = JsonNode.Parse(
            """{"class_name": "Sequential", "config": {"layers": [{"class_name": "Lambda", "config": {}}]}}""")!;
        var exception = Assert.Throws<ArgumentException>(() => Sequential.FromConfig(config));
        Assert.StartsWith(
            "Unknown layer 'Lambda'. Keras has it; it is not here yet. Known: Activation, ActivityRegularization, ", exception.Message,
            StringComparison.Ordinal);
    }

    private static Sequential Copy(Sequential model) => Sequential.FromConfig(JsonNode.Parse(model.ToConfig().ToJsonString())!);

    private static JsonArray LayersOf(Sequential model) => model.ToConfig()["config"]!["layers"]!.AsArray();
}
