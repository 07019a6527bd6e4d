using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Serialization;

public class ModelFileDamageTests
{
    private static readonly Sequential s_model = Trained();
    private static readonly byte[] s_file = SavedModel.Bytes(s_model);

    [Fact]
    public void Every_shortened_file_is_refused()
    {
        for (int length = 0; length < s_file.Length; length += length < 400 || length > s_file.Length - 400 ? 1 : 37)
        {
            SavedModel.LoadError(s_file[..length]);
        }
    }

    [Fact]
    public void Any_flipped_bits_are_noticed_or_change_nothing() => Gen.Int[0, s_file.Length * 8 - 1].Array[1, 3].Sample(bits =>
    {
        byte[] damaged = [.. s_file];
        foreach (int bit in bits) damaged[bit / 8] ^= (byte)(1 << (bit % 8));
        AssertRefusedOrSame(damaged);
    }, iter: 1500, threads: 1);

    [Fact]
    public void Every_bit_of_the_directory_is_noticed_or_changes_nothing()
    {
        for (int bit = RawFile.Find(s_file, "PK\x01\x02"u8) * 8; bit < s_file.Length * 8; bit++)
        {
            byte[] damaged = [.. s_file];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefusedOrSame(damaged);
        }
    }

    // With right checksums, so that the readers behind them are reached.
    [Theory]
    [InlineData("metadata.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    public void Any_change_of_an_entry_is_refused_or_gives_a_model(string entry)
    {
        byte[] content = RawFile.Entries(s_file).Single(other => other.Name == entry).Content;
        Gen<int[]> anywhere = Gen.Int[0, content.Length - 1].Array[0, 3];
        Gen.Select(Gen.Int[0, content.Length], anywhere, Gen.Byte.Array[3]).Sample((length, places, values) =>
        {
            byte[] damaged = [.. content];
            for (int i = 0; i < places.Length; i++) damaged[places[i]] = values[i];
            AssertRefusedOrModel(RawFile.WithEntry(s_file, entry, damaged[..(length % 4 == 0 ? length : content.Length)]));
        }, iter: 400, threads: 1);
    }

    [Theory]
    [InlineData("metadata.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    public void A_missing_entry_is_named(string entry)
    {
        ModelFileException exception = SavedModel.LoadError(RawFile.WithEntry(s_file, entry, null));
        Assert.StartsWith(
            $"stream: expected a model file, which has an entry {entry}, but it has ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_are_not_known_are_left_alone() => SavedModel.Load(RawFile.WithEntry(s_file, "notes.txt", [1, 2, 3]));

    [Theory]
    [InlineData("{}", "expected the format 'deepsharp-model' but got ''.")]
    [InlineData("""{"format":"other"}""", "expected the format 'deepsharp-model' but got 'other'.")]
    [InlineData("""{"format":"deepsharp-model"}""", "expected a 'format_version' of 1 or more.")]
    [InlineData(
        """{"format":"deepsharp-model","format_version":2}""",
        "is of version 2 of the format, and this library reads up to 1. Use a newer library.")]
    [InlineData("[]", "expected a JSON object.")]
    public void Metadata_of_something_else_is_refused(string metadata, string message) =>
        Assert.Equal(
            $"stream, entry metadata.json: {message}",
            SavedModel.LoadError(RawFile.WithEntry(s_file, "metadata.json", Encoding.UTF8.GetBytes(metadata))).Message);

    [Fact]
    public void A_file_of_Keras_is_called_one()
    {
        byte[] file = RawFile.Zip([("metadata.json", [1]), ("config.json", [1]), ("model.weights.h5", [1])]);
        Assert.StartsWith("stream: is a file of Keras, ", SavedModel.LoadError(file).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"units\": 8", "\"units\": 2147483647")]
    [InlineData("\"units\": 8", "\"units\": 2000000000")]
    [InlineData("\"units\": 8", "\"units\": 9")]
    public void A_config_that_wants_more_weights_than_the_file_has_takes_no_memory_for_them(string old, string replacement)
    {
        byte[] file = Changed(old, replacement);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFileException exception = SavedModel.LoadError(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.Equal("config.json", exception.Entry);
    }

    [Fact]
    public void A_config_that_wants_other_weights_is_refused() => Assert.Equal(
        "stream, entry model.safetensors: expected the 4 weights of Sequential 'classifier', " +
        "but 'dense/kernel' has shape (4, 8) where the model has (4, 2); " +
        "'dense/bias' has shape (8,) where the model has (2,); 'dense_1/kernel' has shape (8, 3) where the model has (2, 3).",
        SavedModel.LoadError(Changed("\"units\": 8", "\"units\": 2")).Message);

    [Theory]
    [InlineData("\"class_name\": \"Sequential\"", "\"class_name\": \"System.Diagnostics.Process\"")]
    [InlineData("\"class_name\": \"Sequential\"", "\"class_name\": \"Dense\"")]
    [InlineData("\"class_name\": \"Dense\"", "\"class_name\": \"Lambda\"")]
    [InlineData("\"units\": 8", "\"units\": -8")]
    [InlineData("\"units\": 8", "\"units\": \"8\"")]
    [InlineData("\"units\": 8", "\"units\": 8, \"units\": 8")]
    [InlineData("\"units\": 8", "\"units\": 8, \"surprise\": 1")]
    [InlineData("\"units\": 8", "\"units\": {\"units\": 8}")]
    [InlineData("\"name\": \"hidden\"", "\"name\": \"head\"")]
    [InlineData("\"optimizer\": {", "\"optimizer\": 3, \"_\": {")]
    [InlineData("\"metrics\": [", "\"metrics\": [null,")]
    [InlineData("\"learning_rate\": 0.01", "\"learning_rate\": -1")]
    [InlineData("\"class_name\": \"Adam\"", "\"class_name\": \"SGD\"")]
    public void A_config_that_is_none_is_refused(string old, string replacement) => SavedModel.LoadError(Changed(old, replacement));

    [Fact]
    public void A_deep_config_is_refused()
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);
        SavedModel.LoadError(Changed("\"units\": 8", $"\"units\": {deep}"));
    }

    [Fact]
    public void A_config_of_endless_layers_is_refused_at_once()
    {
        string flatten = """{"class_name":"Flatten","config":{}},""";
        byte[] file = Changed("\"layers\": [", $"\"layers\": [{string.Concat(Enumerable.Repeat(flatten, 60_000))}");
        Assert.Contains("expected at most 50,000 objects", SavedModel.LoadError(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_config_is_refused() =>
        Assert.Contains(
            "expected at most 67,108,864 bytes",
            SavedModel.LoadError(RawFile.WithEntry(s_file, "config.json", new byte[67_108_865])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"learning_rate\":{\"dtype\":\"F32\"", "\"learning_rate\":{\"dtype\":\"I32\"")]
    [InlineData("\"iteration\"", "\"iteratiom\"")]
    [InlineData("\"dense/kernel/momentum\"", "\"dense/kernel/momentun\"")]
    [InlineData("\"dense/kernel/momentum\"", "\"dense/kermel/momentum\"")]
    [InlineData("\"optimizer\":\"Adam\"", "\"optimizer\":\"Asam\"")]
    public void Optimizer_state_that_does_not_belong_to_the_model_is_refused(string old, string replacement)
    {
        byte[] state = RawFile.Entries(s_file).Single(entry => entry.Name == "optimizer.safetensors").Content;
        string header = Encoding.Latin1.GetString(state);
        Assert.Contains(old, header, StringComparison.Ordinal);
        byte[] changed = Encoding.Latin1.GetBytes(header.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal("optimizer.safetensors", SavedModel.LoadError(RawFile.WithEntry(s_file, "optimizer.safetensors", changed)).Entry);
    }

    [Fact]
    public void A_damaged_file_changes_no_weights()
    {
        byte[] damaged = [.. s_file];
        damaged[RawFile.Find(s_file, "PK\x01\x02"u8) - 1] ^= 1;
        Sequential model = SmallModels.Classifier(seed: 4);
        float[] before = SmallModels.WeightsOf(model);
        var exception = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(damaged)));
        Assert.Equal("optimizer.safetensors", exception.Entry);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    private static Sequential Trained()
    {
        Sequential model = SmallModels.Classifier();
        model.Compile(new Adam(0.01f), "sparse_categorical_crossentropy", ["accuracy"]);
        (Tensor x, Tensor y) = SmallModels.Points(8);
        model.TrainOnBatch(x, y);
        return model;
    }

    private static byte[] Changed(string old, string replacement) => RawFile.WithConfig(s_file, config =>
    {
        Assert.Contains(old, config, StringComparison.Ordinal);
        return new Regex(Regex.Escape(old)).Replace(config, replacement.Replace("$", "$$", StringComparison.Ordinal), 1);
    });

    private static void AssertRefusedOrSame(byte[] file)
    {
        try
        {
            SavedModel.AssertSameState(s_model, SavedModel.Load(file));
        }
        catch (ModelFileException)
        {
        }
    }

    private static void AssertRefusedOrModel(byte[] file)
    {
        try
        {
            Assert.NotNull(SavedModel.Load(file));
        }
        catch (ModelFileException)
        {
        }
    }
}
