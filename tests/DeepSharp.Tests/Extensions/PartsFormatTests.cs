using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Extensions;

/// <summary>A format of files that a side package adds, and what it needs: the tree of layers, the optimizer's state, limits.</summary>
public class PartsFormatTests
{
    public PartsFormatTests() => PartsFormat.Register();

    [Fact]
    public void A_model_comes_back_and_goes_on_training_alike()
    {
        using var folder = new TemporaryFolder();
        Model model = Trained();
        model.Save(folder["m.parts"]);
        Model copy = Model.Load(folder["m.parts"]);

        TestData.AssertSameBits(Weights(model), Weights(copy), "weights");
        TestData.AssertSameBits(Weights(TrainMore(model)), Weights(TrainMore(copy)), "after another step");
    }

    [Fact]
    public void A_file_is_known_by_its_first_bytes_too()
    {
        using var folder = new TemporaryFolder();
        Model model = Trained();
        model.Save(folder["m.parts"]);
        File.Move(folder["m.parts"], folder["other.bin"]);
        Assert.NotNull(Model.Load(folder["other.bin"], compile: false));
        using var stream = new MemoryStream(File.ReadAllBytes(folder["other.bin"]));
        TestData.AssertSameBits(Weights(model), Weights(Model.Load(stream)), "from a stream");
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        Trained().Save(folder["m.parts"]);
        byte[] before = File.ReadAllBytes(folder["m.parts"]);
        Assert.Throws<IOException>(() => Trained().Save(folder["m.parts"], overwrite: false));
        Assert.Throws<InvalidOperationException>(() => new Sequential(new Refusing()).Save(folder["m.parts"]));
        Assert.Equal(before, File.ReadAllBytes(folder["m.parts"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void What_a_format_does_not_do_is_refused()
    {
        using var folder = new TemporaryFolder();
        Model model = Trained();
        var refused = Assert.Throws<NotSupportedException>(() => model.SaveWeights(folder["m.parts"]));
        Assert.Equal(
            "SaveWeights: expected a format that can do it, but Parts file (.parts) holds no weights alone to write.", refused.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        File.WriteAllBytes(folder["w.parts"], [1, 2, 3]);
        Assert.Throws<NotSupportedException>(() => model.LoadWeights(folder["w.parts"]));
        Assert.Throws<ModelFileException>(() => Model.Load(folder["w.parts"]));
    }

    [Fact]
    public void A_model_of_more_values_than_the_file_has_is_refused()
    {
        byte[] config = System.Text.Encoding.UTF8.GetBytes(Trained().ToConfig().ToJsonString());
        Assert.Equal(20, ModelFile.ReadModel(config, "x", values: 20).CountParameters());
        var refused = Assert.Throws<ModelFileException>(() => ModelFile.ReadModel(config, "x.parts", values: 19));
        Assert.Contains("x.parts: the layers want more weights than the 19 values that the file has", refused.Message, StringComparison.Ordinal);
        Assert.All(Weights(ModelFile.ReadModel(config, "x", values: 20)), value => Assert.Equal(0, value));
        Assert.Contains(ModelFile.ReadModel(config, "x").Weights, weight => weight.Value.ToArray().Any(value => value != 0));
        Assert.Contains(ModelFile.ReadModel(Trained().ToConfig(), "x").Weights, weight => weight.Value.ToArray().Any(value => value != 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"class_name\": \"Dense\", \"config\": {\"units\": 3}}")]
    [InlineData("{\"class_name\": \"Sequential\", \"class_name\": \"Sequential\"}")]
    public void What_is_no_model_is_refused(string json) =>
        Assert.Throws<ModelFileException>(() => ModelFile.ReadModel(System.Text.Encoding.UTF8.GetBytes(json), "x.parts"));

    [Fact]
    public void A_description_that_is_nested_too_deeply_is_refused()
    {
        string json = string.Concat(Enumerable.Repeat("{\"config\":", 600)) + "1" + new string('}', 600);
        Assert.Throws<ModelFileException>(() => ModelFile.ReadModel(System.Text.Encoding.UTF8.GetBytes(json), "x.parts"));
    }

    private static Sequential Trained()
    {
        var model = new Sequential(new Dense(3, inputShape: [3]), new Dense(2));
        model.Compile(new Adam(0.01), "mse");
        return (Sequential)TrainMore(model);
    }

    private static Model TrainMore(Model model)
    {
        model.TrainOnBatch(Tensor.From([0.5f, -1, 2], [1, 3]), Tensor.From([1f, -1], [1, 2]));
        return model;
    }

    private static float[] Weights(Model model) => [.. model.Weights.SelectMany(weight => weight.Value.ToArray())];

    private sealed class Refusing : Layer
    {
        protected override Tensor Call(Tensor input, bool training) => input;

        protected override void WriteConfig(System.Text.Json.Nodes.JsonObject config) => throw new InvalidOperationException("no config");
    }
}
