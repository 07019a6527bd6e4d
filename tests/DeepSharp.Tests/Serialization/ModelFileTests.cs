using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Golden;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class ModelFileTests
{
    public static TheoryData<string> GoldenAreas => [.. GoldenArea.Names.Where(name => LayerCases(name).Any())];

    [Fact]
    public void A_loaded_model_predicts_bit_for_bit_the_same()
    {
        using var folder = new TemporaryFolder();
        Sequential model = SmallModels.ConvolutionalWithDropout();
        model.Save(folder["m.deepsharp"]);
        Sequential copy = Assert.IsType<Sequential>(Model.Load(folder["m.deepsharp"]));

        Tensor x = Tensor.From(TestData.Uniform(5 * 12 * 12 * 3, seed: 4), [5, 12, 12, 3]);
        TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, "prediction");
        Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
        Assert.Equal(model.Weights.Select(weight => weight.ToString()), copy.Weights.Select(weight => weight.ToString()));
        Assert.Equal([folder["m.deepsharp"]], Directory.GetFileSystemEntries(folder.Path));
    }

    // The golden cases have every layer that there is, with all of its options.
    [Theory]
    [MemberData(nameof(GoldenAreas))]
    public void Layers_of_every_kind_come_back(string area)
    {
        foreach (GoldenCase golden in LayerCases(area))
        {
            Layer layer;
            try
            {
                layer = Layer.Create(golden.Text("class"), golden.Object("config"));
            }
            catch (NotSupportedException)
            {
                continue;
            }

            // A chain has no place for a layer with several outputs.
            Tensor x = golden.Tensors("inputs")[0];
            if (layer.ComputeOutputShapes([x.Shape]).Length > 1) continue;
            var model = new Sequential([layer], "m", new Input(x.Shape[1..]));
            Sequential copy = SavedModel.Copy(model);
            Assert.Equal(model.ToConfig().ToJsonString(), copy.ToConfig().ToJsonString());
            SavedModel.AssertSameState(model, copy);
            TestData.AssertSameBits(model.Predict(x).Span, copy.Predict(x).Span, golden.Id);
        }
    }

    [Fact]
    public void Nested_models_come_back()
    {
        var inner = new Sequential([new Dense(3, name: "a"), new Dense(3, name: "b")], "inner");
        var twin = new Sequential([new Dense(3, name: "a")], "twin");
        var model = new Sequential([inner, twin, new Dense(2, name: "b")], "outer", new Input([4]));

        Sequential copy = SavedModel.Copy(model);
        Assert.IsType<Sequential>(copy.Layers[0]);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void Layers_that_were_built_elsewhere_come_back()
    {
        Sequential other = SmallModels.Classifier(seed: 3, name: "other");
        Layer head = other.Pop();
        var model = new Sequential([new Dense(8, name: "stem"), head], "model", new Input([5]));
        SavedModel.AssertSameState(model, SavedModel.Copy(model));
    }

    [Fact]
    public void Frozen_layers_come_back_frozen()
    {
        Sequential model = SmallModels.Classifier();
        model.GetLayer("hidden").Trainable = false;
        Assert.Equal(
            ["classifier/head/kernel", "classifier/head/bias"], SavedModel.Copy(model).TrainableWeights.Select(weight => weight.Path));
    }

    [Fact]
    public void A_model_that_is_not_built_comes_back_not_built() => Assert.False(SavedModel.Copy(SmallModels.Factor()).IsBuilt);

    [Fact]
    public void A_model_that_is_not_compiled_comes_back_not_compiled()
    {
        Sequential copy = SavedModel.Copy(SmallModels.Classifier());
        Assert.Null(copy.Optimizer);
        Assert.Throws<InvalidOperationException>(() => copy.Evaluate(Tensor.Zeros([1, 4]), Tensor.Zeros([1])));
    }

    [Fact]
    public void A_compiled_model_can_be_loaded_without_that()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", "mse");
        Assert.Null(SavedModel.Load(SavedModel.Bytes(model), compile: false).Optimizer);
    }

    [Fact]
    public void Loading_draws_no_random_numbers_and_takes_no_names()
    {
        byte[] file = SavedModel.Bytes(new Sequential(new Dense(3, inputShape: [4])));
        DeepSharpRuntime.SetRandomSeed(5);
        int number = NumberOf(new Dense(3));
        float[] want = new Dense(3, inputShape: [4]) is var first ? Kernel(first) : [];
        DeepSharpRuntime.SetRandomSeed(5);
        SavedModel.Load(file);
        Assert.Equal(want, Kernel(new Dense(3)));
        Assert.Equal(number + 3, NumberOf(new Dense(3)));
    }

    [Fact]
    public void Streams_are_read_from_where_they_stand_and_stay_open()
    {
        using var stream = new MemoryStream();
        stream.WriteByte(1);
        SmallModels.Classifier().Save(stream);
        stream.Position = 1;
        Assert.Equal("classifier", Model.Load(stream).Name);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void The_entries_are_those_that_the_format_describes()
    {
        Sequential model = SmallModels.Classifier();
        Assert.Equal(
            ["metadata.json", "config.json", "model.safetensors"], RawFile.Entries(SavedModel.Bytes(model)).Select(entry => entry.Name));

        model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.FromLabels([0, 1]));
        var entries = RawFile.Entries(SavedModel.Bytes(model)).ToDictionary(entry => entry.Name, entry => entry.Content);
        Assert.Equal(
            ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"],
            Safetensors.Load(new MemoryStream(entries["model.safetensors"])).Keys);
        Assert.Equal(
            ["iteration", "learning_rate", "dense/kernel/momentum", "dense/kernel/velocity", "dense/bias/momentum", "dense/bias/velocity"],
            Safetensors.Load(new MemoryStream(entries["optimizer.safetensors"])).Keys.Take(6));

        JsonNode metadata = JsonNode.Parse(entries["metadata.json"])!;
        Assert.Equal("deepsharp-model", (string)metadata["format"]!);
        Assert.Equal(1, (int)metadata["format_version"]!);
        JsonNode config = JsonNode.Parse(entries["config.json"])!;
        Assert.Equal(
            ["module", "class_name", "config", "registered_name", "build_config", "compile_config"],
            config.AsObject().Select(entry => entry.Key));
        Assert.Equal("Adam", (string)config["compile_config"]!["optimizer"]!["class_name"]!);
        Assert.Equal("""["accuracy"]""", config["compile_config"]!["metrics"]!.ToJsonString());
    }

    [Fact]
    public void A_file_may_not_be_replaced_unless_that_is_wanted()
    {
        using var folder = new TemporaryFolder();
        Sequential model = SmallModels.Classifier();
        model.Save(folder["m"]);
        Assert.Throws<IOException>(() => model.Save(folder["m"], overwrite: false));
        model.Save(folder["m"]);
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        SmallModels.Classifier().Save(folder["m"]);
        byte[] before = File.ReadAllBytes(folder["m"]);
        Assert.Throws<NotFiniteNumberException>(() => new Sequential(new Broken()).Save(folder["m"]));
        Assert.Equal(before, File.ReadAllBytes(folder["m"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("m.keras")]
    [InlineData("m.weights.h5")]
    [InlineData("m.ONNX")]
    public void Endings_of_other_formats_are_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<ArgumentException>(() => SmallModels.Classifier().Save(folder[name]));
        Assert.Contains(", a format that is not written here.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SmallModels.Classifier().SaveWeights(folder[name]));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_ending_of_weights_is_refused_for_a_model() =>
        Assert.Throws<ArgumentException>(() => SmallModels.Classifier().Save("m.weights.safetensors"));

    [Fact]
    public void Loading_goes_on_reading_while_another_file_takes_the_place()
    {
        using var folder = new TemporaryFolder();
        SmallModels.Classifier(name: "old").Save(folder["m"]);
        using (FileStream reading = FileSection.OpenFile(folder["m"]))
        {
            SmallModels.Classifier(name: "new").Save(folder["m"]);
            Assert.Equal("old", Model.Load(reading).Name);
        }

        Assert.Equal("new", Model.Load(folder["m"]).Name);
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing() => Assert.Throws<FileNotFoundException>(() => Model.Load("no such file.deepsharp"));

    [Fact]
    public void Several_threads_load_at_once()
    {
        using var folder = new TemporaryFolder();
        Sequential model = SmallModels.Classifier();
        model.Compile(new Adam(), "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.TrainOnBatch(x, y);
        model.Save(folder["m"]);

        var copies = new Model[8];
        Thread[] threads = [.. copies.Select((_, i) => new Thread(() => copies[i] = Model.Load(folder["m"])))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(copies, copy => SavedModel.AssertSameState(model, copy));
    }

    private static IEnumerable<GoldenCase> LayerCases(string area)
    {
        GoldenArea cases = GoldenArea.Load(area);
        return cases.Ids.Select(cases.Open).Where(golden =>
            golden["config"] is JsonObject && golden["inputs"] is JsonArray { Count: 1 }
            && LayerTable.Entries.TryGet(golden.Text("class"), out _));
    }

    private static float[] Kernel(Layer layer)
    {
        layer.Build([Shape.Any, 4]);
        return layer.Weights[0].Value.ToArray();
    }

    private static int NumberOf(Layer layer) =>
        layer.Name == "dense" ? 0 : int.Parse(layer.Name["dense_".Length..], System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Broken() : Layer("broken")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void WriteConfig(JsonObject config) => throw new NotFiniteNumberException();
    }
}
