using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>One golden case. It notes which tensors a test reads, so that none is left out by mistake.</summary>
internal sealed class GoldenCase(string id, JsonObject json, IReadOnlyDictionary<string, Tensor> tensors)
{
    private readonly HashSet<string> _unread = [.. tensors.Keys.Where(name => name.StartsWith(id + "/", StringComparison.Ordinal))];

    public string Id => id;

    /// <summary>The raw value of a key; null if the case has no such key.</summary>
    public JsonNode? this[string key] => json[key];

    public string Text(string key) => (string)json[key]!;

    /// <summary>A copy of an object, which the reader may wrap into another.</summary>
    public JsonObject Object(string key) => json[key]!.DeepClone().AsObject();

    public JsonArray List(string key) => json[key]!.AsArray();

    /// <summary>A copy of the tensor that a key names.</summary>
    public Tensor Tensor(string key) => Tensor(json[key]!);

    public Tensor? OptionalTensor(string key) => json[key] is { } name ? Tensor(name) : null;

    public Tensor[] Tensors(string key) => [.. List(key).Select(name => Tensor(name!))];

    /// <summary>A copy of the tensor that a string names.</summary>
    public Tensor Tensor(JsonNode name)
    {
        _unread.Remove((string)name!);
        return tensors[(string)name!].Clone();
    }

    /// <summary>The last line of every test of a case.</summary>
    public void AssertEverythingRead() => Assert.Empty(_unread);
}
