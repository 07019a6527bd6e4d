using System.Text.Json.Nodes;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class RegisterTests
{
    public RegisterTests()
    {
        ModelFile.Register("Tests>Scale", config => new Scale((float)config["factor"]!));
        ModelFile.Register("Tests>Dense", _ => new Dense());
        ModelFile.Register("Tests>Bottleneck", config => new Bottleneck((int)config["units"]!, (int)config["width"]!));
        ModelFile.Register("Tests>TwoLayers", config => new TwoLayers((int)config["units"]!));
    }

    [Fact]
    public void A_registered_layer_comes_back_with_options_name_and_weights()
    {
        var model = new Sequential([new Scale(3, "scale"), new Scale(2, "frozen") { Trainable = false }], "m", new Input([2]));
        model.Layers[0].SetWeights([Tensor.From([5, 7])]);

        Sequential copy = SavedModel.Copy(model);
        Assert.Equal(3, Assert.IsType<Scale>(copy.GetLayer("scale")).Factor);
        Assert.Equal(["m/scale/gain"], copy.TrainableWeights.Select(weight => weight.Path));
        Assert.Equal([30, 42], copy.Predict(Tensor.Ones([1, 2])).ToArray());
    }

    [Fact]
    public void A_layer_made_of_others_comes_back_with_their_weights()
    {
        var model = new Sequential([new Bottleneck(2, 4), new Bottleneck(3, 4)], "m", new Input([4]));
        Assert.Equal(
            [
                "bottleneck/dense/kernel", "bottleneck/dense/bias", "bottleneck/dense_1/kernel", "bottleneck/dense_1/bias",
                "bottleneck/gain",
                "bottleneck_1/dense/kernel", "bottleneck_1/dense/bias", "bottleneck_1/dense_1/kernel", "bottleneck_1/dense_1/bias",
                "bottleneck_1/gain",
            ],
            WeightKeys.Of(model).Select(pair => pair.Key));
        SavedModel.AssertSameState(model, SavedModel.Copy(model));
    }

    [Fact]
    public void The_config_names_the_package_and_the_class()
    {
        JsonObject config = new Scale(3, "scale").ToConfig();
        Assert.Equal("Tests>Scale", (string)config["registered_name"]!);
        Assert.Equal("Scale", (string)config["class_name"]!);
        Assert.Equal("""{"name":"scale","trainable":true}""", Without(config["config"]!.AsObject(), "dtype", "factor").ToJsonString());
    }

    [Fact]
    public void A_layer_called_like_one_of_the_library_is_not_mistaken_for_it() =>
        Assert.IsType<Dense>(SavedModel.Copy(new Sequential([new Dense("d")], "m", new Input([2]))).Layers[0]);

    [Fact]
    public void A_model_of_a_program_comes_back_with_weights_and_state()
    {
        var model = new TwoLayers(3);
        model.Compile(new Adam(), "mse");
        model.TrainOnBatch(Tensor.Ones([2, 4]), Tensor.Zeros([2, 3]));

        Model copy = SavedModel.Load(SavedModel.Bytes(model));
        Assert.IsType<TwoLayers>(copy);
        Assert.Equal(model.Name, copy.Name);
        SavedModel.AssertSameState(model, copy);
    }

    [Fact]
    public void A_model_of_a_program_nests_in_a_Sequential()
    {
        var model = new Sequential([new TwoLayers(3), new DeepSharp.Layers.Dense(2)], "m", new Input([4]));
        SavedModel.AssertSameState(model, SavedModel.Copy(model));
    }

    [Fact]
    public void A_layer_that_nobody_registered_is_named_with_what_exists_and_what_to_do()
    {
        string message = SavedModel.LoadError(SavedModel.Bytes(new Sequential(new Unregistered()))).Message;
        Assert.StartsWith(
            "stream, entry config.json: Unknown layer 'Custom>Unregistered'. Known: Activation, ", message, StringComparison.Ordinal);
        Assert.Contains(", Tests>Scale", message, StringComparison.Ordinal);
        Assert.Contains(
            "A custom layer is made known with ModelFile.Register(\"Custom>Unregistered\", config => new Unregistered(...)).", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_saved_before_it_was_registered_is_found_by_its_class()
    {
        byte[] file = WithConfig("Tests>Scale", "Custom>Scale");
        Assert.IsType<Scale>(SavedModel.Load(file).Layers[0]);
    }

    [Fact]
    public void Another_package_with_the_same_class_is_not_used()
    {
        byte[] file = WithConfig("Tests>Scale", "Other>Scale");
        Assert.Contains("Unknown layer 'Other>Scale'", SavedModel.LoadError(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_function_throws_says_where()
    {
        byte[] file = WithConfig("\"factor\": 3", "\"factor\": \"x\"");
        ModelFileException exception = SavedModel.LoadError(file);
        Assert.Equal("config.json", exception.Entry);
        Assert.NotNull(exception.InnerException);
    }

    [Theory]
    [InlineData("Scale")]
    [InlineData(">Scale")]
    [InlineData("MyApp>")]
    [InlineData("A>B>C")]
    [InlineData("")]
    public void A_name_without_package_and_class_is_refused(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => ModelFile.Register(name, _ => new Scale(1)));
        Assert.StartsWith(
            "Register: expected a name such as 'MyApp>Scale', a package and a class, but got ", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_belongs_to_one_class()
    {
        ModelFile.Register("Tests>Scale", config => new Scale((float)config["factor"]!));
        var exception = Assert.Throws<ArgumentException>(() => ModelFile.Register("Tests>Scale", _ => new Dense()));
        Assert.StartsWith("Register: 'Tests>Scale' is the name of ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_names_of_a_class_the_latest_counts_and_all_are_read()
    {
        ModelFile.Register("Tests>Renamed", _ => new Renamed());
        ModelFile.Register("Aardvark>Renamed", _ => new Renamed());
        ModelFile.Register("Zebra>Renamed", _ => new Renamed());
        JsonObject config = new Renamed().ToConfig();
        Assert.Equal("Zebra>Renamed", (string)config["registered_name"]!);

        ModelFile.Register("Tests>Renamed", _ => new Renamed());
        Assert.Equal("Tests>Renamed", (string)new Renamed().ToConfig()["registered_name"]!);
        Assert.IsType<Renamed>(Layer.FromConfig(config));
    }

    [Fact]
    public void A_loss_of_a_program_can_be_left_out()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile("adam", new OwnLoss());
        byte[] file = SavedModel.Bytes(model);
        Assert.EndsWith(
            " Load it with compile: false and compile it yourself.", SavedModel.LoadError(file).Message, StringComparison.Ordinal);
        Assert.Null(SavedModel.Load(file, compile: false).Loss);
    }

    private static byte[] WithConfig(string old, string replacement) => RawFile.WithConfig(
        SavedModel.Bytes(new Sequential([new Scale(3, "scale")], "m", new Input([2]))),
        config => config.Replace(old, replacement, StringComparison.Ordinal));

    private static JsonObject Without(JsonObject config, params string[] keys)
    {
        var copy = (JsonObject)config.DeepClone();
        foreach (string key in keys) copy.Remove(key);
        return copy;
    }

    private sealed record OwnLoss() : Loss("own", Reduction.Sum)
    {
        public override string ClassName => "Own";

        public override Tensor PerSample(Tensor target, Tensor prediction) => prediction;
    }

    // Called like one of the library's.
    private sealed class Dense(string? name = null) : Layer(name)
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;
    }

    private sealed class Renamed() : Layer("renamed")
    {
        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
