namespace DeepSharp.Tests.Serialization;

public class FileFormatTests
{
    [Theory]
    [InlineData("m.keras", "PureDeepSharp.Keras", "KerasFormat.Register();")]
    [InlineData("m.weights.h5", "PureDeepSharp.Keras", "KerasFormat.Register();")]
    [InlineData("m.h5", "PureDeepSharp.Keras", "KerasFormat.Register();")]
    [InlineData("m.onnx", "PureDeepSharp.Onnx", "OnnxFormat.Register();")]
    public void A_missing_package_is_named_with_the_line_to_write(string name, string package, string line)
    {
        using var folder = new TemporaryFolder();
        Sequential model = Models.SmallModels.Classifier();
        string path = folder[name];
        string want = $"are read and written with the package {package}: add it and call {line}";
        Assert.Contains(want, Assert.Throws<ArgumentException>(() => model.Save(path)).Message, StringComparison.Ordinal);
        Assert.Contains(want, Assert.Throws<ArgumentException>(() => model.SaveWeights(path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Model.Load(path));
        File.WriteAllBytes(path, "\x89HDF\r\n\x1a\n and more"u8.ToArray());
        Assert.Contains(want, Assert.Throws<ModelFileException>(() => Model.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains(want, Assert.Throws<ModelFileException>(() => model.LoadWeights(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Save_wrote_is_read_under_any_name()
    {
        using var folder = new TemporaryFolder();
        Models.SmallModels.Classifier().Save(folder["m.deepsharp"]);
        File.Move(folder["m.deepsharp"], folder["m.keras"]);
        Assert.NotNull(Model.Load(folder["m.keras"]));
    }

    [Fact]
    public void A_zip_file_of_Keras_names_the_package()
    {
        using var stream = new MemoryStream(RawFile.Zip([("metadata.json", [1]), ("config.json", [1]), ("model.weights.h5", [1])]));
        Assert.Contains(
            "KerasFormat.Register();", Assert.Throws<ModelFileException>(() => Model.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_ending_counts_and_others_keep_theirs()
    {
        using var folder = new TemporaryFolder();
        ModelFile.Register(new Long());
        ModelFile.Register(new Short());
        Sequential model = Models.SmallModels.Classifier();
        model.SaveWeights(folder["a.weights.trial"]);
        model.SaveWeights(folder["a.TRIAL"]);
        model.LoadWeights(folder["a.TRIAL"]);
        Assert.All(model.Weights[0].Value.ToArray(), value => Assert.Equal(5, value));
        Assert.Equal(("long", "short"), (File.ReadAllText(folder["a.weights.trial"]), File.ReadAllText(folder["a.TRIAL"])));
    }

    // Formats stay registered for all tests, which run beside this one.
    [Fact]
    public void Files_with_the_librarys_endings_are_its_own_whatever_a_package_sees_in_their_first_bytes()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Models.SmallModels.Classifier();
        string path = folder["a.weights.safetensors"];
        model.SaveWeights(path);
        ModelFile.Register(new Greedy());
        Greedy.IsAwake.Value = true;
        model.LoadWeights(path);
        Assert.NotEqual(-1, model.Weights[0].Value.ToArray()[0]);
        File.Copy(path, folder["a.other"]);
        model.LoadWeights(folder["a.other"]);
        Assert.Equal(-1, model.Weights[0].Value.ToArray()[0]);
    }

    [Theory]
    [InlineData("keras", "expected endings such as '.keras' for Odd but got 'keras'.")]
    [InlineData(".", "expected endings such as '.keras' for Odd but got '.'.")]
    [InlineData(".deepsharp", "'.deepsharp' of Odd is this library's own already. Choose another.")]
    [InlineData(".Trial", "'.Trial' of Odd is Short already. Choose another.")]
    public void An_ending_of_others_is_refused(string ending, string message)
    {
        ModelFile.Register(new Short());
        var refused = Assert.Throws<ArgumentException>(() => ModelFile.Register(new Odd(ending)));
        Assert.StartsWith("Register: " + message, refused.Message, StringComparison.Ordinal);
    }

    private sealed class Greedy : FileFormat
    {
        public static readonly AsyncLocal<bool> IsAwake = new();

        public override string Name => "Greedy";

        public override IReadOnlyList<string> Endings => [".greedy"];

        public override bool Recognizes(ReadOnlySpan<byte> start) => IsAwake.Value;

        public override void LoadWeights(Model model, Stream stream, string file, bool skipMismatch) =>
            model.SetWeights([.. model.Weights.Select(weight => Tensor.Full(weight.Shape, -1))]);
    }

    private abstract class Named : FileFormat
    {
        public override string Name => GetType().Name;

        public override void SaveWeights(Model model, Stream stream) =>
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Name.ToLowerInvariant()));

        public override void LoadWeights(Model model, Stream stream, string file, bool skipMismatch) =>
            model.SetWeights([.. model.Weights.Select(weight => Tensor.Full(weight.Shape, stream.Length))]);
    }

    private sealed class Long : Named
    {
        public override IReadOnlyList<string> Endings => [".weights.trial"];
    }

    private sealed class Short : Named
    {
        public override IReadOnlyList<string> Endings => [".trial"];
    }

    private sealed class Odd(string ending) : Named
    {
        public override IReadOnlyList<string> Endings => [ending];
    }
}
