using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Golden;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Models;

public class FunctionalConfigTests
{
    [Fact]
    public void The_config_of_a_model_of_Keras_is_written_as_Keras_does()
    {
        JsonObject want = Residual();
        Model model = Model.FromConfig(Residual());
        JsonObject got = model.ToConfig();
        Assert.Equal([model.Inputs[0].Name, "stem", "body_1", "body_2", "join", "out_relu", "pool", "head"],
            model.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["stem/kernel", "stem/bias", "body_1/kernel", "body_1/bias", "body_2/kernel", "body_2/bias", "head/kernel", "head/bias"],
            model.Weights.Select(weight => weight.Path));
        Assert.Equal(want["module"]!.ToJsonString(), got["module"]!.ToJsonString());
        Assert.Equal(want["registered_name"]!.ToJsonString(), got["registered_name"]!.ToJsonString());
        ConfigComparison.Check("config", Comparable(want["config"]), Comparable(got["config"]));
    }

    [Fact]
    public void A_layer_that_is_used_twice_is_listed_once_with_both_calls()
    {
        Model model = Shared();
        JsonNode shared = LayersOf(model).Single(layer => (string?)layer!["name"] == "shared")!;
        Assert.Equal(["left[0][0]", "right[0][0]"], shared["inbound_nodes"]!.AsArray().Select(node => Place(node!["args"]![0])));
        JsonNode sum = LayersOf(model).Single(layer => (string?)layer!["name"] == "sum")!;
        Assert.Equal(["shared[0][0]", "shared[1][0]"], sum["inbound_nodes"]![0]!["args"]![0]!.AsArray().Select(Place));
        AssertSame(model, Copy(model));
        Assert.Single(Copy(model).Weights);
    }

    [Fact]
    public void Layers_may_be_listed_in_any_order()
    {
        Model model = Shared();
        JsonObject config = Parsed(model);
        JsonArray layers = config["config"]!["layers"]!.AsArray();
        JsonNode?[] reversed = [.. layers.Reverse()];
        layers.Clear();
        foreach (JsonNode? layer in reversed) layers.Add(layer);
        AssertSame(model, Model.FromConfig(config));
    }

    [Fact]
    public void Calls_outside_of_the_model_do_not_count()
    {
        var input = new Input([3], name: "x");
        Dense first = Small("first", 3), second = Small("second", 3);
        first.Apply(new Input([3]));
        var model = new Model(input, second.Apply(first.Apply(input)), "m");
        JsonNode last = LayersOf(model)[2]!;
        Assert.Equal("first[0][0]", Place(last["inbound_nodes"]![0]!["args"]![0]));
        AssertSame(model, Copy(model));
    }

    [Fact]
    public void Models_inside_models_come_back_as_what_they_were()
    {
        var inner = new Input([3], name: "inner_x");
        var functional = new Model(inner, new Add("inner_sum").Apply(Small("a", 3).Apply(inner), inner), "functional_inside");
        var chain = new Sequential([Small("b", 3), Small("c", 3)], "chain", new Input([3], name: "chain_x"));
        var outer = new Input([3], name: "outer_x");
        var model = new Model(outer, functional.Apply(chain.Apply(functional.Apply(outer))), "outer");

        // Keras numbers the calls of a functional model from 1 among the outputs, and from 0 elsewhere.
        JsonNode config = model.ToConfig()["config"]!;
        Assert.Equal("""["functional_inside",2,0]""", config["output_layers"]!.ToJsonString());
        JsonNode written = LayersOf(model).Single(layer => (string?)layer!["name"] == "chain")!;
        Assert.Equal("functional_inside[0][0]", Place(written["inbound_nodes"]![0]!["args"]![0]));

        Model copy = Copy(model);
        AssertSame(model, copy);
        Assert.IsType<Sequential>(copy.GetLayer("chain"));
        Assert.Equal(
            ["inner_x", "a", "inner_sum"], Assert.IsType<Model>(copy.GetLayer("functional_inside")).Layers.Select(layer => layer.Name));

        var all = new Sequential([model, Small("last", 2)], "all", new Input([3]));
        AssertSame(all, Copy(all));
    }

    [Fact]
    public void A_layer_that_two_models_share_stays_shared()
    {
        Dense shared = Small("shared", 3);
        Input x = new([3], name: "x"), left = new([3], name: "left"), right = new([3], name: "right");
        Model one = new(left, Small("one_own", 3).Apply(shared.Apply(left)), "one"), two = new(right, shared.Apply(right), "two");
        var model = new Model(x, new Concatenate(name: "all").Apply(one.Apply(x), two.Apply(x), shared.Apply(x)), "m");

        Model copy = Copy(model);
        AssertSame(model, copy);
        Assert.Equal(2, copy.Weights.Count);
        Assert.Same(copy.GetLayer("shared"), ((Model)copy.GetLayer("one")).GetLayer("shared"));
        Assert.Same(copy.GetLayer("shared"), ((Model)copy.GetLayer("two")).GetLayer("shared"));
    }

    [Fact]
    public void Several_inputs_and_outputs_keep_their_order()
    {
        Input left = new([3], name: "left"), right = new([3], name: "right");
        Dense dense = Small("dense", 2);
        SymbolicTensor y = dense.Apply(right);
        var model = new Model([left, right], [new Subtract("minus").Apply(left, right), y, y], "m");
        Assert.Equal("""[["left",0,0],["right",0,0]]""", model.ToConfig()["config"]!["input_layers"]!.ToJsonString());
        Assert.Equal("""[["minus",0,0],["dense",0,0],["dense",0,0]]""", model.ToConfig()["config"]!["output_layers"]!.ToJsonString());
        AssertSame(model, Copy(model));
    }

    [Fact]
    public void Inputs_by_name_come_in_the_order_of_the_names()
    {
        JsonObject config = Parsed(Shared());
        config["config"]!["input_layers"] = JsonNode.Parse("""{"b": ["right", 0, 0], "a": ["left", 0, 0]}""");
        Assert.Equal(["left", "right"], Model.FromConfig(config).Inputs.Select(input => input.Name));
    }

    [Fact]
    public void A_layer_with_several_outputs_keeps_them_apart()
    {
        ModelFile.Register("Tests>Halves", _ => new Halves());
        var input = new Input([4], name: "x");
        SymbolicTensor[] halves = new Halves("halves").ApplyAll(input);
        var model = new Model(input, new Subtract("minus").Apply(halves[1], halves[0]), "m");
        JsonNode minus = LayersOf(model).Single(layer => (string?)layer!["name"] == "minus")!;
        Assert.Equal(["halves[0][1]", "halves[0][0]"], minus["inbound_nodes"]![0]!["args"]![0]!.AsArray().Select(Place));
        AssertSame(model, Copy(model));
    }

    [Fact]
    public void A_model_that_starts_inside_another_gets_inputs_of_its_own()
    {
        var input = new Input([3], name: "x");
        SymbolicTensor middle = Small("dense", 3).Apply(input);
        var model = new Model(middle, Small("last", 2).Apply(middle), "rest");
        Model copy = Copy(model);
        Assert.Equal("dense", Assert.IsType<Input>(copy.Inputs[0]).Name);
        AssertSame(model, copy);
    }

    [Fact]
    public void An_input_that_no_output_depends_on_is_kept()
    {
        Input used = new([3], name: "used"), idle = new([2], name: "idle");
        var model = new Model([idle, used], Small("dense", 2).Apply(used), "m");
        AssertSame(model, Copy(model));
    }

    [Fact]
    public void A_call_that_never_trains_stays_so()
    {
        var input = new Input([50], name: "x");
        var model = new Model(input, new Dropout(0.5f, seed: 1, name: "dropout").Apply(input, training: false), "m");
        Tensor ones = Tensor.Ones([1, 50]);
        Assert.Equal(ones.ToArray(), model.Apply(ones, training: true).ToArray());

        Model copy = Copy(model);
        Assert.Equal("""{"training":false}""", LayersOf(copy)[1]!["inbound_nodes"]![0]!["kwargs"]!.ToJsonString());
        Assert.Equal(ones.ToArray(), copy.Apply(ones, training: true).ToArray());

        var always = new Model(input, new Dropout(0.5f, seed: 1).Apply(input, training: true));
        Assert.NotEqual(ones.ToArray(), Copy(always).Predict(ones).ToArray());
    }

    [Fact]
    public void A_normalization_that_never_trains_keeps_its_statistics_behind_a_convolution_too()
    {
        var input = new Input([4, 4, 1]);
        var normalization = new BatchNormalization();
        var model = new Model(input, normalization.Apply(new Conv2D(2, 3).Apply(input), training: false));
        model.Apply(Tensor.From(TestData.Uniform(32, 1), [2, 4, 4, 1]), training: true);
        Assert.Equal([0f, 0f], normalization.Weights.Single(weight => weight.Name == "moving_mean").Value.ToArray());
    }

    [Fact]
    public void Frozen_layers_come_back_frozen_and_frozen_models_too()
    {
        Model model = Shared();
        model.GetLayer("shared").Trainable = false;
        Assert.Empty(Copy(model).TrainableWeights);

        Model frozen = Shared();
        frozen.Trainable = false;
        Model copy = Copy(frozen);
        Assert.False(copy.Trainable);
        Assert.Empty(copy.TrainableWeights);
    }

    [Fact]
    public void A_clone_has_the_same_layers_and_new_weights()
    {
        Model model = Shared();
        model.Weights[0].Assign(Tensor.Zeros([3, 3]));
        Model clone = model.CloneModel();
        Assert.Equal(model.ToConfig().ToJsonString(), clone.ToConfig().ToJsonString());
        Assert.NotEqual(0f, clone.Weights[0].Value.ToArray()[0]);
        Assert.NotSame(model.GetLayer("shared"), clone.GetLayer("shared"));

        Sequential chain = SmallModels.Classifier(), copy = chain.CloneModel();
        Assert.Equal(chain.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
    }

    [Fact]
    public void A_config_that_was_not_text_is_read_too() => AssertSame(Shared(), Model.FromConfig(Shared().ToConfig()));

    [Fact]
    public void The_config_of_a_layer_is_no_model()
    {
        var exception = Assert.Throws<FormatException>(() => Model.FromConfig(new Dense(3).ToConfig()));
        Assert.Equal("expected the config of a model (Functional, Sequential, or one of your own) but got a Dense.", exception.Message);
    }

    private static Model Shared()
    {
        Input left = new([3], name: "left"), right = new([3], name: "right");
        Dense shared = Small("shared", 3);
        return new Model([left, right], new Add("sum").Apply(shared.Apply(left), shared.Apply(right)), "m");
    }

    private static Dense Small(string name, int units) => new(units, useBias: false, name: name);

    private static JsonObject Residual() => JsonNode.Parse(
        File.ReadAllText(Path.Combine(GoldenArea.Folder, "files", "residual_functional.config.json")))!.AsObject();

    private static JsonObject Parsed(Model model) => JsonNode.Parse(model.ToConfig().ToJsonString())!.AsObject();

    private static Model Copy(Model model) => Model.FromConfig(Parsed(model));

    private static JsonArray LayersOf(Model model) => model.ToConfig()["config"]!["layers"]!.AsArray();

    private static string Place(JsonNode? tensor) => TensorPlace.Read(tensor!["config"]!["keras_history"])!.Value.ToString();

    // The same config, and the same values for the same weights.
    private static void AssertSame(Model model, Model copy)
    {
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(model.Weights.Select(weight => weight.Path), copy.Weights.Select(weight => weight.Path));
        copy.SetWeights(model.GetWeights());
        Tensor[] inputs = [.. model.Inputs.Select((input, i) => Tensor.From(TestData.Uniform(2 * input.Shape[1], i), [2, input.Shape[1]]))];
        Tensor[] want = model.ApplyAll(inputs), got = copy.ApplyAll(inputs);
        for (int i = 0; i < want.Length; i++) TestData.AssertSameBits(want[i].Span, got[i].Span, $"output {i}");
    }

    // Without nulls, without the numbers of shared objects, which are new in every run, and without build_config, which Keras writes for
    // some.
    private static JsonNode? Comparable(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(Comparable)]);
            case JsonObject named:
                var result = new JsonObject();
                foreach ((string key, JsonNode? value) in named)
                {
                    if (value is not null && key is not ("shared_object_id" or "build_config")) result[key] = Comparable(value);
                }

                return result;
            default:
                return node?.DeepClone();
        }
    }
}
