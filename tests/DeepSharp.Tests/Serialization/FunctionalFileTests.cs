using System.Text.Json.Nodes;
using CsCheck;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>Functional models through a file: they predict bit for bit the same, and training goes on as if nothing had happened.</summary>
public class FunctionalFileTests
{
    public static TheoryData<string> MergingLayers => [.. Merging.Keys];

    private static Dictionary<string, Func<Layer>> Merging { get; } = new()
    {
        ["Add"] = () => new Add(),
        ["Subtract"] = () => new Subtract(),
        ["Multiply"] = () => new Multiply(),
        ["Average"] = () => new Average(),
        ["Maximum"] = () => new Maximum(),
        ["Minimum"] = () => new Minimum(),
        ["Concatenate"] = () => new Concatenate(),
        ["Concatenate rows"] = () => new Concatenate(axis: 1),
    };

    [Fact]
    public void A_graph_with_shared_layers_and_models_inside_goes_on_bit_for_bit()
    {
        Model model = Everything();
        Train(model);
        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        Assert.Equal(typeof(Model), copy.GetType());
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        SavedModel.AssertSameState(model, copy);
        Tensor x = Images(3, seed: 9);
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction");

        Train(model);
        Train(copy);
        SavedModel.AssertSameState(model, copy);
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction after training");
    }

    [Theory]
    [MemberData(nameof(MergingLayers))]
    public void A_merging_layer_comes_back(string layer)
    {
        Input left = new([2, 3], name: "left"), right = new([2, 3], name: "right");
        var model = new Model([left, right], Merging[layer]().Apply(left, right));
        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        Assert.Equal(model.Layers[0].GetType(), copy.Layers[0].GetType());
        Tensor[] inputs = [Tensor.From(TestData.Uniform(12, 1), [2, 2, 3]), Tensor.From(TestData.Uniform(12, 2), [2, 2, 3])];
        TestData.AssertSameBits(model.Apply(inputs).Span, copy.Apply(inputs).Span, layer);
    }

    [Fact]
    public void A_graph_that_makes_no_sense_is_an_error_of_the_file()
    {
        var input = new Input([2], name: "x");
        var model = new Model(input, new Dense(2, name: "a").Apply(input), "m");
        byte[] file = RawFile.WithConfig(SavedModel.Bytes(model), text =>
        {
            JsonNode config = JsonNode.Parse(text)!;
            config["config"]!["output_layers"] = JsonNode.Parse("""["b", 0, 0]""");
            return config.ToJsonString();
        });
        ModelFileException error = SavedModel.LoadError(file);
        Assert.Contains("Functional 'm': 'output_layers' takes b[0][0], but there is no layer 'b'. Layers: x, a.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_for_the_same_graph_are_loaded_by_place()
    {
        Model model = Everything(), other = Everything();
        Train(model);
        other.LoadWeights(new MemoryStream(SavedModel.Bytes(model)));
        TestData.AssertSameBits(model.Predict(Images(2, 3)).Span, other.Predict(Images(2, 3)).Span, "prediction");
    }

    [Fact]
    public void Any_change_of_the_graph_is_refused_or_gives_a_model()
    {
        byte[] file = SavedModel.Bytes(Everything());
        byte[] config = RawFile.Entries(file).Single(entry => entry.Name == "config.json").Content;
        Gen.Select(Gen.Int[0, config.Length - 1].Array[1, 3], Gen.Byte[(byte)' ', (byte)'z'].Array[3]).Sample((places, values) =>
        {
            byte[] damaged = [.. config];
            for (int i = 0; i < places.Length; i++) damaged[places[i]] = values[i];
            try
            {
                SavedModel.Load(RawFile.WithEntry(file, "config.json", damaged));
            }
            catch (ModelFileException)
            {
            }
        }, iter: 400, threads: 1);
    }

    // A residual block, operators, a layer used twice that a model inside has too, and a chain.
    private static Model Everything()
    {
        var shared = new Conv2D(4, 3, padding: "same", activation: "relu", name: "shared");
        var inner = new Input([6, 6, 4], name: "inner");
        var block = new Model(inner, shared.Apply(inner) + 0.5f * inner, "block");
        var head = new Sequential([new GlobalAveragePooling2D(name: "pool"), new Dense(3, activation: "softmax", name: "dense")], "head");

        var image = new Input([6, 6, 2], name: "image");
        SymbolicTensor x = new Conv2D(4, 1, name: "stem").Apply(image);
        SymbolicTensor y = new Concatenate(name: "both").Apply(shared.Apply(block.Apply(x)), shared.Apply(x) - x);
        var model = new Model(image, head.Apply(y), "everything");
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static void Train(Model model)
    {
        for (int i = 0; i < 3; i++) model.TrainOnBatch(Images(6, seed: i), Tensor.FromLabels([0, 1, 2, 0, 1, 2]));
    }

    private static Tensor Images(int count, int seed) => Tensor.From(TestData.Uniform(count * 72, seed), [count, 6, 6, 2]);

    // Each model uses the one inside it many times, always with the same shapes.
    [Fact]
    public void Models_nested_deep_are_loaded_in_no_time()
    {
        Model model = Repeated(new Dense(2), 12);
        for (int depth = 0; depth < 8; depth++) model = Repeated(model, 12);
        Assert.Equal(2, SavedModel.Load(SavedModel.Bytes(model)).Weights.Count);

        static Model Repeated(Layer layer, int times)
        {
            var input = new Input([2]);
            SymbolicTensor x = input;
            for (int i = 0; i < times; i++) x = layer.Apply(x);
            return new Model(input, x);
        }
    }
}
