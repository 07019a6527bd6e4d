using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>One area of the golden numbers: the cases of a JSON file and the tensors that they name.</summary>
internal sealed class GoldenArea
{
    private static readonly ConcurrentDictionary<string, GoldenArea> s_areas = new();

    private readonly Dictionary<string, JsonObject> _cases;
    private readonly Dictionary<string, Tensor> _tensors;

    private GoldenArea(string name)
    {
        JsonObject file = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")))!.AsObject();
        Assert.Equal(1, (int)file["format"]!);
        _cases = file["cases"]!.AsArray().ToDictionary(golden => (string)golden!["id"]!, golden => golden!.AsObject());
        _tensors = SafetensorsFile.Read(Path.Combine(Folder, (string)file["tensors"]!));
    }

    /// <summary>Where the files are: beside the test program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden", "Data");

    /// <summary>The areas that there are files of.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>The cases, in the file's order.</summary>
    public IEnumerable<string> Ids => _cases.Keys;

    public static GoldenArea Load(string name) => s_areas.GetOrAdd(name, key => new GoldenArea(key));

    /// <summary>The ids as theory data, without some.</summary>
    public static TheoryData<string> Theory(string area, params string[] except) => [.. Load(area).Ids.Except(except)];

    public GoldenCase Open(string id) => new(id, _cases[id], _tensors);
}
