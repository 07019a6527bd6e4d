using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Layer.FromConfig, which reads whole models too: wrappers hold them.</summary>
public class LayerModelsTests
{
    [Fact]
    public void The_config_of_a_Sequential_gives_one()
    {
        var model = new Sequential([new Dense(3), new ReLU()], "inner", new Input([2]));
        var copy = Assert.IsType<Sequential>(Layer.FromConfig(model.ToConfig()));
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal("inner", copy.Name);
    }

    [Fact]
    public void The_config_of_a_functional_model_gives_one()
    {
        var input = new Input([2]);
        var model = new Model(input, new Dense(3, name: "d").Apply(new Sequential([new Dense(4)], "s").Apply(input)), "graph");
        var copy = Assert.IsType<Model>(Layer.FromConfig(model.ToConfig()));
        Assert.Equal(["d", "s"], copy.Layers.Where(layer => layer is not InputLayer).Select(layer => layer.Name).Order());
    }

    [Fact]
    public void One_layer_that_a_config_holds_twice_is_one_layer_again()
    {
        JsonNode config = new Dense(3, name: "d").ToConfig();
        config["shared_object_id"] = 7;
        var holder = new JsonObject
        {
            ["class_name"] = "Sequential",
            ["config"] = new JsonObject { ["layers"] = new JsonArray(config.DeepClone(), Sequential("s", config)) },
        };
        var model = Assert.IsType<Sequential>(Layer.FromConfig(holder));
        Assert.Same(model.Layers[0], ((Sequential)model.Layers[1]).Layers[0]);
    }

    [Fact]
    public void A_class_that_neither_layers_nor_models_have_is_unknown()
    {
        var config = new JsonObject { ["class_name"] = "Sequentail", ["config"] = new JsonObject() };
        string message = Assert.Throws<ArgumentException>(() => Layer.FromConfig(config)).Message;
        Assert.StartsWith("Unknown layer 'Sequentail'.", message, StringComparison.Ordinal);
    }

    private static JsonObject Sequential(string name, JsonNode layer) => new()
    {
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject { ["name"] = name, ["layers"] = new JsonArray(layer.DeepClone()) },
    };
}
