using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Models;

/// <summary>Graphs whose recurrent layers are given initial states and masks, and their configs.</summary>
public class FunctionalRecurrentTests
{
    private const int Batch = 3, Steps = 4;

    // What Keras writes for decoder(x, initial_state=[h, c], mask=m, training=False), as far as it matters here.
    private const string Config = """
        {"class_name": "Functional", "config": {"name": "seq2seq", "trainable": true, "layers": [
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 4, 2], "name": "source"}, "name": "source", "inbound_nodes": []},
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 4, 3], "name": "target"}, "name": "target", "inbound_nodes": []},
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "m"}, "name": "m", "inbound_nodes": []},
          {"class_name": "LSTM", "config": {"units": 5, "return_state": true, "name": "encoder"}, "name": "encoder", "inbound_nodes": [
            {"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 4, 2], "dtype": "float32",
              "keras_history": ["source", 0, 0]}}],
             "kwargs": {"training": false, "mask": null}}]},
          {"module": "keras.layers", "class_name": "LSTM", "config": {"units": 5, "return_sequences": true, "name": "decoder"},
            "registered_name": null,
           "build_config": {"shapes_dict": {"sequences_shape": [null, 4, 3], "initial_state_shape": [[null, 5], [null, 5]]}},
           "name": "decoder", "inbound_nodes": [
            {"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 4, 3], "dtype": "float32",
              "keras_history": ["target", 0, 0]}}],
             "kwargs": {
               "mask": {"class_name": "__keras_tensor__", "config": {"shape": [null, 4], "dtype": "bool", "keras_history": ["m", 0, 0]}},
               "initial_state": [
                 {"class_name": "__keras_tensor__", "config": {"shape": [null, 5], "dtype": "float32", "keras_history": ["encoder", 0, 1]}},
                 {"class_name": "__keras_tensor__", "config": {"shape": [null, 5], "dtype": "float32", "keras_history": ["encoder", 0,
                   2]}}],
               "training": null}}]}],
          "input_layers": [["source", 0, 0], ["target", 0, 0], ["m", 0, 0]], "output_layers": ["decoder", 0, 0]}}
        """;

    [Fact]
    public void States_and_masks_of_a_config_of_Keras_go_where_they_belong()
    {
        Model model = Model.FromConfig(JsonNode.Parse(Config)!);
        Tensor source = Random([Batch, Steps, 2], 1), target = Random([Batch, Steps, 3], 2), mask = Mask();
        var encoder = (RecurrentLayer)model.GetLayer("encoder");
        var decoder = (RecurrentLayer)model.GetLayer("decoder");
        Tensor want = decoder.ApplyWithStates(target, encoder.ApplyWithStates(source).States, mask: mask).Output;

        Tensor got = model.Apply([source, target, mask]);
        Assert.Equal(want.ToArray(), got.ToArray());
        Assert.Same(mask, got.Mask);
        Assert.NotEqual(want.ToArray(), decoder.ApplyWithStates(target, encoder.ApplyWithStates(source).States).Output.ToArray());
    }

    [Fact]
    public void They_are_written_by_name_as_Keras_does()
    {
        Model model = Model.FromConfig(JsonNode.Parse(Config)!);
        JsonNode decoder = model.ToConfig()["config"]!["layers"]!.AsArray().Single(layer => (string?)layer!["name"] == "decoder")!;
        JsonNode node = decoder["inbound_nodes"]![0]!;
        Assert.Equal("target[0][0]", Place(Assert.Single(node["args"]!.AsArray())));
        Assert.Equal(["encoder[0][1]", "encoder[0][2]"], node["kwargs"]!["initial_state"]!.AsArray().Select(Place));
        Assert.Equal("m[0][0]", Place(node["kwargs"]!["mask"]));
        Assert.Equal(["initial_state", "mask"], node["kwargs"]!.AsObject().Select(argument => argument.Key));
        Assert.Equal(
            """{"shapes_dict":{"sequences_shape":[null,4,3],"initial_state_shape":[[null,5],[null,5]]}}""",
            decoder["build_config"]!.ToJsonString());
        JsonNode encoder = model.ToConfig()["config"]!["layers"]!.AsArray().Single(layer => (string?)layer!["name"] == "encoder")!;
        Assert.Equal("""{"training":false}""", encoder["inbound_nodes"]![0]!["kwargs"]!.ToJsonString());

        string config = model.ToConfig().ToJsonString();
        Assert.Equal(config, Model.FromConfig(JsonNode.Parse(config)!).ToConfig().ToJsonString());
    }

    [Fact]
    public void A_mask_may_be_computed_in_the_graph()
    {
        Input ids = new([Steps], name: "ids"), vectors = new([Steps, 2], name: "vectors");
        var layer = new LSTM(3, name: "l");
        var model = new Model([ids, vectors], layer.ApplyMasked(vectors, ids.NotEqualTo(0f)), "m");
        Tensor x = Random([Batch, Steps, 2], 1), numbers = Tensor.From([3, 1, 0, 0, 0, 2, 2, 0, 1, 1, 1, 1], [Batch, Steps]);
        Tensor want = layer.ApplyWithStates(x, mask: numbers.NotEqualTo(0f)).Output;
        Assert.Equal(want.ToArray(), model.Apply([numbers, x]).ToArray());
        Assert.Equal([ids, vectors], model.Inputs);
        Assert.Same(vectors, layer.Input);

        Model copy = model.CloneModel();
        copy.SetWeights(model.GetWeights());
        Assert.Equal(want.ToArray(), copy.Apply([numbers, x]).ToArray());
    }

    // As Keras writes a mask where an argument may be a list.
    [Fact]
    public void A_list_of_one_mask_is_that_mask_one_of_none_is_none_and_one_of_two_is_refused()
    {
        Input x = new([Steps, 2], name: "x"), mask = new([Steps], name: "mask");
        var model = new Model([x, mask], new LSTM(3, name: "l").ApplyMasked(x, mask), "m");
        JsonNode Config(Func<JsonNode, JsonNode?> change)
        {
            JsonNode config = model.ToConfig();
            JsonNode layer = config["config"]!["layers"]!.AsArray().Single(entry => (string?)entry!["name"] == "l")!;
            JsonNode keywords = layer["inbound_nodes"]![0]!["kwargs"]!;
            keywords["mask"] = change(keywords["mask"]!.DeepClone());
            return config;
        }

        Tensor values = Random([Batch, Steps, 2], 1), given = Mask();
        float[] Output(Func<JsonNode, JsonNode?> change)
        {
            Model copy = Model.FromConfig(Config(change));
            copy.SetWeights(model.GetWeights());
            return copy.Apply([values, given]).ToArray();
        }

        var lstm = (LSTM)model.GetLayer("l");
        Assert.Equal(lstm.ApplyMasked(values, given).ToArray(), Output(one => new JsonArray(one)));
        Assert.Throws<NotSupportedException>(() => Output(one => new JsonArray(one, one.DeepClone())));
        JsonNode none = Config(_ => new JsonArray((JsonNode?)null));
        none["config"]!["input_layers"]!.AsArray().RemoveAt(1);
        none["config"]!["layers"]!.AsArray().RemoveAt(1);
        Model plain = Model.FromConfig(none);
        plain.SetWeights(model.GetWeights());
        Assert.Equal(lstm.Apply(values).ToArray(), plain.Apply(values).ToArray());
    }

    [Fact]
    public void Models_normalizations_and_layers_of_ones_own_take_masks_too()
    {
        Input x = new([Steps, 2], name: "x"), mask = new([Steps], name: "mask"), inner = new([Steps, 2], name: "inner");
        var inside = new Model(inner, new LSTM(3, name: "l").Apply(inner), "inside");
        var normalization = new BatchNormalization(name: "b");
        var model = new Model([x, mask], [inside.ApplyMasked(x, mask), normalization.ApplyMasked(x, mask, training: true)], "m");
        Tensor values = Random([Batch, Steps, 2], 1), given = Mask();
        Tensor[] outputs = model.ApplyAll([values, given]);
        Assert.Equal(((RecurrentLayer)inside.GetLayer("l")).ApplyWithStates(values, mask: given).Output.ToArray(), outputs[0].ToArray());
        Assert.Equal(normalization.ApplyMasked(values, given, training: true).ToArray(), outputs[1].ToArray());
        Assert.Same(given, outputs[1].Mask);
        Assert.Null(values.Mask);
    }

    [Fact]
    public void Masks_that_nobody_looks_at_or_that_do_not_fit_are_refused()
    {
        Input x = new([Steps, 2], name: "x"), mask = new([Steps], name: "mask"), longer = new([Steps + 1], name: "longer");
        Assert.StartsWith(
            "Dense 'd': expected no mask in the call",
            Assert.Throws<ArgumentException>(() => new Dense(3, name: "d").ApplyMasked(x, mask)).Message, StringComparison.Ordinal);
        Assert.Equal(
            "LSTM 'l': expected a mask of shape (None, 4) for an input of shape (None, 4, 2) but got (None, 5).",
            Assert.Throws<ShapeException>(() => new LSTM(3, name: "l").ApplyMasked(x, longer)).Message);
        var layer = new LSTM(3, name: "l");
        Assert.Throws<ArgumentException>(() => layer.Apply(x, initialState: [new Input([3])]));
        Assert.Throws<ShapeException>(() => layer.Apply(x, initialState: [new Input([3]), new Input([4])]));
        Assert.StartsWith(
            "LSTM 'l': expected a layer with one output, but it gives 3",
            Assert.Throws<ArgumentException>(() => new LSTM(3, returnState: true, name: "l").Apply(x,
                [new Input([3]), new Input([3])])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_says_where_states_and_masks_come_from()
    {
        using var text = new StringWriter();
        Model.FromConfig(JsonNode.Parse(Config)!).Summary(text, lineLength: 140);
        Assert.Contains("encoder[0][1]", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("m[0][0]", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_trains_and_goes_on_from_a_file_bit_for_bit()
    {
        Model model = Translator();
        DataGroup x = new Tensor[] { Ids(6, 1), Ids(6, 2) };
        Tensor y = Ids(6, 3);
        model.Fit(x, y, batchSize: 4, epochs: 2, shuffle: false, verbose: Verbosity.Silent);

        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        SavedModel.AssertSameState(model, copy);
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction");
        foreach (Model each in (Model[])[model, copy]) each.Fit(x, y, batchSize: 4, epochs: 2, shuffle: false, verbose: Verbosity.Silent);
        SavedModel.AssertSameState(model, copy);
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction after training");
    }

    [Fact]
    public void A_step_with_states_and_masks_allocates_nothing()
    {
        Model model = Translator();
        Tensor[] inputs = [Ids(4, 1), Ids(4, 2)];
        var outputs = new Tensor[1];
        var sum = new WeightedSumOp(TestData.Uniform(4 * Steps * 5, seed: 77));
        var tape = new Tape(new StepMemory(), isRecording: true);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                model.Execute(inputs, outputs, training: true);
                tape.Backward(Tape.Run(sum, outputs[0]));
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    // An encoder and a decoder over embeddings with masks, of which the decoder's is given by hand.
    private static Model Translator()
    {
        Input source = new([Steps], name: "source"), target = new([Steps], name: "target");
        SymbolicTensor[] encoded = new LSTM(6, returnState: true).ApplyAll(new Embedding(5, 3, maskZero: true).Apply(source));
        SymbolicTensor decoded = new LSTM(6, "softsign", returnSequences: true)
            .Apply(new Embedding(5, 3).Apply(target), initialState: [encoded[1], encoded[2]], mask: target.NotEqualTo(0f));
        var model = new Model([source, target], new Dense(5, "softmax").Apply(decoded), "translator");
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static Tensor Ids(int count, int seed) =>
        Tensor.From([.. TestData.Uniform(count * Steps, seed, 0, 5).Select(MathF.Floor)], [count, Steps]);

    private static Tensor Random(Shape shape, int seed) => Tensor.From(TestData.Uniform(shape.Size, seed), shape);

    private static Tensor Mask() => Tensor.From([1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1], [Batch, Steps]);

    private static string Place(JsonNode? tensor) => TensorPlace.Read(tensor!["config"]!["keras_history"])!.Value.ToString();
}
