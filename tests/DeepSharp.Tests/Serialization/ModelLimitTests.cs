using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

/// <summary>What can be built, trained and saved can be loaded; what could not is refused before anything is written.</summary>
public class ModelLimitTests
{
    public ModelLimitTests() => ModelFile.Register("Tests>Noted", config => new Noted(config["notes"]!.DeepClone()));

    [Fact]
    public void A_chain_that_is_not_built_is_refused_if_a_layer_of_another_model_is()
    {
        var shared = new Dense(3, name: "shared");
        var other = new Sequential(new Input([2]), shared);
        var flat = new Sequential([shared, new Dense(1)], "flat");
        var nested = new Sequential([new Sequential([shared], "inner")], "outer");
        Assert.Equal(
            "Save: expected a model that is built, since its layer 'shared' is and has weights, but 'flat' is not, so that they could " +
            "not be loaded again. Call Build(inputShape) of 'flat' first.",
            Assert.Throws<InvalidOperationException>(() => flat.Save(Stream.Null)).Message);
        var exception = Assert.Throws<InvalidOperationException>(() => nested.Save(Stream.Null));
        Assert.Contains("'inner' is not", exception.Message, StringComparison.Ordinal);
        new Sequential(other, new Dense(1)).Save(Stream.Null);
        flat.Build([Shape.Any, 2]);
        flat.Save(Stream.Null);
    }

    [Fact]
    public void Thousands_of_layers_come_back()
    {
        var model = new Sequential(Enumerable.Range(0, 5100).Select(i => (Layer)new Dense(1, inputShape: i == 0 ? [1] : null)), "long");

        Sequential copy = SavedModel.Copy(model);

        Assert.Equal(5100, copy.Layers.Count);
        SavedModel.AssertSameState(model, copy);
        Assert.Equal(5100, model.CloneModel().Layers.Count);
    }

    [Theory]
    [InlineData(42)]
    [InlineData(160)]
    public void Models_nested_in_each_other_come_back(int depth)
    {
        Model model = Nested(depth, inner => new Sequential(inner, new Dense(2)));
        Model graph = Nested(depth, inner =>
        {
            var input = new Input([2]);
            return new Model(input, new Dense(2).Apply(inner.Apply(input)));
        });

        SavedModel.AssertSameState(model, SavedModel.Copy(model));
        SavedModel.AssertSameState(graph, SavedModel.Load(SavedModel.Bytes(graph)));
        Assert.Equal(model.CountParameters(), model.CloneModel().CountParameters());
        Assert.Equal(graph.ToJson(), Model.FromJson(graph.ToJson()).ToJson());
    }

    [Fact]
    public void Models_nested_too_deeply_are_refused_and_the_file_stays_as_it_was()
    {
        using var folder = new TemporaryFolder();
        Model model = Nested(180, inner => new Sequential(inner, new Dense(2)));
        File.WriteAllBytes(folder["m.deepsharp"], [1, 2, 3]);
        var stream = new MemoryStream();

        var exception = Assert.Throws<InvalidOperationException>(() => model.Save(folder["m.deepsharp"]));

        Assert.Equal(
            "Save: the model cannot be described in a file that could be read again: expected objects and lists nested at most 512 deep " +
            "(models inside models, say) but they are deeper. SaveWeights writes its weights alone, and LoadWeights reads them into a " +
            "model made by the same code.",
            exception.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["m.deepsharp"]));
        Assert.Throws<InvalidOperationException>(() => model.Save(stream));
        Assert.Equal(0, stream.Length);
        Assert.Contains("CloneModel: ", Assert.Throws<InvalidOperationException>(model.CloneModel).Message, StringComparison.Ordinal);
        Assert.Contains("ToJson: ", Assert.Throws<InvalidOperationException>(model.ToJson).Message, StringComparison.Ordinal);
        model.SaveWeights(stream);
        stream.Position = 0;
        model.LoadWeights(stream);
    }

    [Fact]
    public void Configs_of_endless_objects_are_refused_when_they_are_written()
    {
        var objects = new JsonArray([.. Enumerable.Range(0, 50_001).Select(_ => new JsonObject { ["class_name"] = "x" })]);
        Assert.Contains("expected at most 50,000 objects", Refusal(objects), StringComparison.Ordinal);
    }

    // Two models around the same one, and that again: each level holds the one below twice.
    [Fact]
    public void Models_that_hold_each_other_twice_on_each_level_are_refused_before_there_is_no_end_to_it()
    {
        Model few = Doubled(4);
        Assert.Equal(few.ToJson(), few.CloneModel().ToJson());
        Model model = Doubled(40);
        foreach (Action write in (Action[])[() => model.ToConfig(), () => model.ToJson(), () => model.CloneModel(), () => model.Save(Stream.Null)])
        {
            Assert.Equal(
                "ToConfig: the model cannot be described in a file that could be read again: expected at most 50,000 objects (layers, " +
                "initializers and so on) but there are more. SaveWeights writes its weights alone, and LoadWeights reads them into a model " +
                "made by the same code.", Assert.Throws<InvalidOperationException>(write).Message);
        }

        model.SaveWeights(Stream.Null);
    }

    [Fact]
    public void Texts_with_half_a_character_are_refused_when_they_are_written()
    {
        Assert.Contains("expected texts of whole characters", Refusal("a\ud83d"), StringComparison.Ordinal);
        Assert.Contains("expected texts of whole characters", Refusal(new JsonObject { ["\ude00"] = 1 }), StringComparison.Ordinal);
        SavedModel.Copy(new Sequential([new Noted("\ufffd \ud83d\ude00")], "m", new Input([2])));
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused_also_among_many()
    {
        string names = string.Concat(Enumerable.Range(0, 100).Select(i => $"\"k{i}\": 1, "));
        var exception = Assert.Throws<ModelFileException>(() => Model.FromJson($"{{{names}\"k7\": 2}}"));
        Assert.Equal("FromJson: expected each name once in an object but 'k7' is there twice.", exception.Message);
    }

    [Fact]
    public void Names_of_tensors_are_read_if_they_are_written()
    {
        string longest = new('n', 65_536);
        var stream = new MemoryStream();
        Safetensors.Save(stream, [KeyValuePair.Create(longest, Tensor.Scalar(3f))], new Dictionary<string, string> { [longest] = "text" });
        stream.Position = 0;
        Assert.Equal(longest, Assert.Single(Safetensors.Load(stream)).Key);

        foreach (string wrong in new[] { longest + "n", "a\ud83d" })
        {
            var exception = Assert.Throws<ArgumentException>(
                () => Safetensors.Save(stream, [KeyValuePair.Create(wrong, Tensor.Scalar(3f))]));
            Assert.StartsWith(
                "Safetensors: expected names of at most 65,536 letters and no halves of surrogate pairs", exception.Message,
                StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(
                () => Safetensors.Save(stream, [], new Dictionary<string, string> { [wrong] = "text" }));
        }
    }

    [Fact]
    public void A_description_that_wants_more_weights_than_there_is_memory_takes_none()
    {
        const string Json = """
            {"class_name": "Sequential", "config": {"layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 1000000]}},
              {"class_name": "Dense", "config": {"units": 2000}}]}}
            """;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ModelFileException>(() => Model.FromJson(Json, mostValues: 1_000_000_000));
        Assert.Contains("than the 1,000,000,000 values that there is memory for", exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static string Refusal(JsonNode notes)
    {
        var model = new Sequential([new Noted(notes)], "m", new Input([2]));
        return Assert.Throws<InvalidOperationException>(() => SavedModel.Bytes(model)).Message;
    }

    private static Model Doubled(int depth)
    {
        Model model = new Sequential([new Dense(1)], null, new Input([1]));
        for (int i = 0; i < depth; i++)
        {
            Input left = new([1]), right = new([1]), both = new([1]);
            Model a = new(left, model.Apply(left)), b = new(right, model.Apply(right));
            model = new Model(both, a.Apply(both) + b.Apply(both));
        }

        return model;
    }

    private static Model Nested(int depth, Func<Model, Model> wrap)
    {
        Model model = new Sequential(new Dense(2, inputShape: [2]));
        for (int i = 1; i < depth; i++) model = wrap(model);
        return model;
    }

    private sealed class Noted(JsonNode notes) : Layer
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void WriteConfig(JsonObject config) => config["notes"] = notes.DeepClone();
    }
}
