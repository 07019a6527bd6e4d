using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepSharp.Datasets;

namespace DeepSharp.Fuzz;

/// <summary>A loader under test.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Make">Makes an input, wrong or right.</param>
/// <param name="Load">
/// Loads it. What it throws has to be one of <paramref name="Documented"/>; a <see cref="WrongValueException"/> says that it gave a wrong
/// value.
/// </param>
/// <param name="Documented">The exceptions that the documentation of the loader names.</param>
internal sealed record Loader(string Name, Func<Random, object> Make, Action<object> Load, params Type[] Documented);

/// <summary>A loader took an input and gave what it should not have.</summary>
internal sealed class WrongValueException(string message) : Exception(message);

/// <summary>All that reads configs and files.</summary>
internal static class Loaders
{
    // Values in all weights that a config without a file may ask for.
    private const long MostValues = 1 << 20;
    private const int Records = 2;

    private static readonly JsonObject[] s_models = [.. Corpus.Models.Select(model => (JsonObject)JsonNode.Parse(model.ToJson())!)];
    private static readonly byte[][] s_files = [.. Corpus.Models.Select(model => Bytes(model.Save))];
    private static readonly List<(string Name, byte[] Content)>[] s_entries = [.. s_files.Select(Repack.Entries)];
    private static readonly byte[][] s_weights = [.. Corpus.Models.Select(model => Bytes(model.SaveWeights))];
    private static readonly byte[][] s_tensors = [.. SafetensorsFiles()];
    private static readonly byte[] s_tar = Tar();
    private static readonly string s_folder = Directory.CreateTempSubdirectory("deepsharp-fuzz-").FullName;

    public static IReadOnlyList<Loader> All { get; } =
    [
        new("config", MakeConfig, LoadConfig, typeof(FormatException), typeof(ArgumentException), typeof(NotSupportedException)),
        new("json", MakeJson, LoadJson, typeof(ModelFileException)),
        new("model", MakeModelFile, LoadModelFile, typeof(ModelFileException)),
        new("weights", MakeWeights, LoadWeights, typeof(ModelFileException)),
        new("safetensors", MakeSafetensors, LoadSafetensors, typeof(ModelFileException)),
        new("cifar10", MakeArchive, LoadArchive, typeof(DatasetException)),
    ];

    /// <summary>Deletes what loaders needed on the disk.</summary>
    public static void CleanUp() => Directory.Delete(s_folder, recursive: true);

    private static object MakeConfig(Random random)
    {
        var mutator = new JsonMutator(random);
        bool isModel = random.Next(3) == 0;
        int which = random.Next(isModel ? s_models.Length : Corpus.Objects.Count);
        JsonNode config = mutator.Mutate(isModel ? s_models[which] : Corpus.Objects[which].Config);

        // From memory, or from a text, whose strings are made when they are asked for.
        if (random.Next(2) == 0) config = TryParse(Text(config)) ?? config;
        return (isModel ? -1 : which, config);
    }

    private static void LoadConfig(object input)
    {
        (int which, JsonNode config) = ((int, JsonNode))input;
        Func<JsonNode, JsonNode> copy = which < 0
            ? node => LoadBudget.RunWithinMemory(MostValues, () => Model.FromConfig(node)).ToConfig()
            : Corpus.Objects[which].Copy;
        string first = copy(config).ToJsonString();
        RequireSame(first, copy(Parse(first)).ToJsonString());
    }

    private static object MakeJson(Random random) => random.Next(4) switch
    {
        0 => Encoding.UTF8.GetString(ByteMutator.Mutate(Encoding.UTF8.GetBytes(Text(s_models[random.Next(s_models.Length)])), random)),
        _ => Text(new JsonMutator(random).Mutate(s_models[random.Next(s_models.Length)])),
    };

    private static void LoadJson(object input)
    {
        string first = Model.FromJson((string)input, MostValues).ToJson();
        RequireSame(first, Model.FromJson(first, MostValues).ToJson());
    }

    private static object MakeModelFile(Random random)
    {
        int which = random.Next(s_files.Length);
        if (random.Next(5) == 0) return ByteMutator.Mutate(s_files[which], random);
        List<(string Name, byte[] Content)> entries = [.. s_entries[which]];
        int entry = random.Next(entries.Count);
        (string name, byte[] content) = entries[entry];
        entries[entry] = (name, name.EndsWith(".json", StringComparison.Ordinal)
            ? MutateJson(content, random) : MutateSafetensors(content, random));
        if (random.Next(50) == 0) entries.RemoveAt(random.Next(entries.Count));
        return Repack.Zip(entries);
    }

    private static void LoadModelFile(object input)
    {
        Model model = Model.Load(new MemoryStream((byte[])input));
        byte[] saved = Bytes(model.Save);
        RequireSame(model.ToJson(), Model.Load(new MemoryStream(saved)).ToJson());
    }

    private static object MakeWeights(Random random)
    {
        int which = random.Next(s_weights.Length);
        byte[] file = random.Next(6) == 0 ? (byte[])MakeModelFile(random) : MutateSafetensors(s_weights[which], random);
        return (which, random.Next(3) == 0, file);
    }

    private static void LoadWeights(object input)
    {
        (int which, bool skip, byte[] file) = ((int, bool, byte[]))input;
        Model model = Corpus.Models[which];
        Tensor[] before = model.GetWeights();
        long steps = model.Optimizer?.Iterations ?? 0;
        try
        {
            model.LoadWeights(new MemoryStream(file), skip);
        }
        catch
        {
            Tensor[] after = model.GetWeights();
            bool isSame = before.Zip(after).All(pair => SameBits(pair.First, pair.Second)) && steps == (model.Optimizer?.Iterations ?? 0);
            if (!isSame) throw new WrongValueException("a refused file changed the model");
            throw;
        }

        model.LoadWeights(new MemoryStream(s_weights[which]));
    }

    private static object MakeSafetensors(Random random) => MutateSafetensors(s_tensors[random.Next(s_tensors.Length)], random);

    private static void LoadSafetensors(object input)
    {
        IReadOnlyDictionary<string, Tensor> tensors = Safetensors.Load(
            new MemoryStream((byte[])input), out IReadOnlyDictionary<string, string> metadata);
        byte[] saved = Bytes(stream => Safetensors.Save(stream, tensors, metadata));
        IReadOnlyDictionary<string, Tensor> again = Safetensors.Load(new MemoryStream(saved));
        bool isSame = tensors.Count == again.Count
            && tensors.All(pair => again.TryGetValue(pair.Key, out Tensor? other) && SameBits(pair.Value, other));
        if (!isSame) throw new WrongValueException("the tensors saved are not those loaded");
    }

    private static object MakeArchive(Random random)
    {
        byte[] tar = random.Next(10) == 0 ? s_tar : ByteMutator.Mutate(s_tar, random);

        // Headers are a small part of it, and where the damage is.
        if (random.Next(2) == 0)
        {
            tar = [.. s_tar];
            for (int i = 1 + random.Next(3); i > 0; i--)
            {
                int header = random.Next(Corpus10Headers.Length);
                tar[Corpus10Headers[header] + random.Next(512)] = (byte)random.Next(256);
                if (random.Next(3) == 0) tar[Corpus10Headers[header] + 156] = (byte)"xgLKVSM01234567"[random.Next(15)];
            }
        }

        if (random.Next(4) != 0) tar = Repack.FixTar([.. tar]);
        byte[] archive = Repack.GZip(tar);
        return random.Next(5) == 0 ? ByteMutator.Mutate(archive, random) : archive;
    }

    private static void LoadArchive(object input)
    {
        string path = Path.Combine(s_folder, "file.tar.gz");
        File.WriteAllBytes(path, (byte[])input);
        var ((images, labels), _) = new Cifar10Copy(path, IsArchive: true).Read(Records, CancellationToken.None);
        bool isRight = images.Count == 5 * Records && Enumerable.Range(0, labels.Count).All(i => labels.Item(i) is >= 0 and <= 9);
        if (!isRight) throw new WrongValueException("labels out of range, or images missing");
    }

    private static byte[] MutateJson(byte[] text, Random random) => random.Next(5) == 0
        ? ByteMutator.Mutate(text, random)
        : Encoding.UTF8.GetBytes(Text(new JsonMutator(random).Mutate(JsonNode.Parse(text)!)));

    private static byte[] MutateSafetensors(byte[] file, Random random)
    {
        if (random.Next(5) == 0) return ByteMutator.Mutate(file, random);
        (string header, byte[] data) = Repack.Safetensors(file);
        if (random.Next(3) == 0) data = ByteMutator.Mutate(data, random);
        else if (random.Next(3) == 0) header = Encoding.UTF8.GetString(ByteMutator.Mutate(Encoding.UTF8.GetBytes(header), random));
        else if (TryParse(header) is { } json) header = Text(new JsonMutator(random).Mutate(json));
        return Repack.Safetensors(header, data, fixChecksum: random.Next(8) != 0);
    }

    private static IEnumerable<byte[]> SafetensorsFiles()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["a"] = Tensor.Ones([2, 3]),
            ["b/c"] = Tensor.Scalar(7f),
            ["none"] = Tensor.Zeros([0, 3]),
        };
        yield return Bytes(stream => Safetensors.Save(stream, tensors, new Dictionary<string, string> { ["key"] = "text" }));
        foreach ((string type, int size) in new[] { ("F64", 8), ("F16", 2), ("BF16", 2), ("I64", 8), ("I32", 4), ("U8", 1), ("BOOL", 1) })
        {
            string header = $$$"""{"x":{"dtype":"{{{type}}}","shape":[2,2],"data_offsets":[0,{{{4 * size}}}]}}""";
            yield return Repack.Safetensors(header, new byte[4 * size], fixChecksum: false);
        }
    }

    private static int[] Corpus10Headers { get; } = [.. Enumerable.Range(0, s_tar.Length / 512)
        .Select(block => 512 * block).Where(start => s_tar.AsSpan(start + 257, 5).SequenceEqual("ustar"u8))];

    private static byte[] Tar()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            for (int file = 0; file < Cifar10Reader.FileNames.Length; file++)
            {
                TarEntryFormat format = file % 2 == 0 ? TarEntryFormat.Pax : TarEntryFormat.Ustar;
                string name = $"{Cifar10Archive.Folder}/{Cifar10Reader.FileNames[file]}";
                TarEntry entry = format == TarEntryFormat.Pax
                    ? new PaxTarEntry(TarEntryType.RegularFile, name) : new UstarTarEntry(TarEntryType.RegularFile, name);
                entry.DataStream = new MemoryStream(new byte[Records * 3073]);
                writer.WriteEntry(entry);
            }
        }

        return archive.ToArray();
    }

    // With halves of surrogate pairs, which only a text can hold.
    private static string Text(JsonNode json) =>
        json.ToJsonString().Replace(JsonMutator.Half, "\\ud83d", StringComparison.Ordinal);

    private static JsonNode Parse(string text) =>
        JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = ConfigJson.MaxDepth })!;

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static bool SameBits(Tensor a, Tensor b) => a.Shape == b.Shape
        && MemoryMarshal.AsBytes(a.Span).SequenceEqual(MemoryMarshal.AsBytes(b.Span));

    private static void RequireSame(string first, string second)
    {
        if (first != second) throw new WrongValueException($"what was written is read as something else:\n{first}\n{second}");
    }
}
