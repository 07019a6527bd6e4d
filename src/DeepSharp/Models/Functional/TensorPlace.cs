using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Where a tensor of a graph comes from, as configs say it: the layer's name, the number of its call, that of the output.
/// </summary>
internal readonly record struct TensorPlace(string Layer, int Call, int Output)
{
    /// <summary>What the config says that the values are; null where it does not.</summary>
    public DType? DType { get; init; }

    /// <summary>Reads <c>["dense", 0, 0]</c>; null if it is something else.</summary>
    public static TensorPlace? Read(JsonNode? node)
    {
        bool isPlace = node is JsonArray { Count: 3 } list && list[0] is JsonValue && list[1] is JsonValue && list[2] is JsonValue;
        if (!isPlace) return null;
        return node![0]!.AsValue().TryGetValue(out string? name)
            && node[1]!.AsValue().TryGetValue(out int call)
            && node[2]!.AsValue().TryGetValue(out int output)
                ? new TensorPlace(name, call, output)
                : null;
    }

    public JsonArray Write() => new(JsonValue.Create(Layer), JsonValue.Create(Call), JsonValue.Create(Output));

    /// <summary>As summaries print it: <c>dense[0][0]</c>.</summary>
    public override string ToString() => $"{Layer}[{Call}][{Output}]";
}
