using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>A call of a function of a golden case: plain values, by place or by name, and tensors in the places of <c>{"input": i}</c>.</summary>
internal sealed class OpCall(JsonArray args, JsonObject kwargs, Tensor[] inputs)
{
    private int _read;

    /// <summary>The next argument by place.</summary>
    public Tensor X => Tensor(args[_read++]!);

    public int Int => (int)args[_read++]!;

    public int[] Ints => IntsOf(args[_read++]!);

    public double Number => (double)args[_read++]!;

    public string Text => (string)args[_read++]!;

    public Tensor[] Xs => [.. args[_read++]!.AsArray().Select(node => Tensor(node!))];

    /// <summary>The next argument by place as it stands.</summary>
    public JsonNode Node => args[_read++]!;

    /// <summary>An argument by name; null if it is not given.</summary>
    public JsonNode? this[string name] => kwargs[name];

    public int? Axis => (int?)kwargs["axis"];

    public bool KeepDims => (bool?)kwargs["keepdims"] ?? false;

    public Tensor? Named(string name) => kwargs[name] is { } node ? Tensor(node) : null;

    public static int[] IntsOf(JsonNode node) => node is JsonArray list ? [.. list.Select(value => (int)value!)] : [(int)node];

    public Tensor Tensor(JsonNode node) => node is JsonObject named ? inputs[(int)named["input"]!] : DeepSharp.Tensor.Scalar((double)node);
}
