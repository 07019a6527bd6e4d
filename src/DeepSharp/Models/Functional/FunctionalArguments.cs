using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads one call of a layer in the config of a functional model: its arguments in order and by name.</summary>
internal sealed class FunctionalArguments
{
    private readonly string _owner;
    private readonly string _name;
    private readonly CallSignature _signature;
    private readonly bool _takesNumbers;
    private readonly List<TensorPlace>[] _tensors;
    private readonly List<TensorPlace?>[] _masks;
    private readonly CallOption?[] _options;
    private bool? _training;

    private FunctionalArguments(string owner, string name, Layer layer)
    {
        (_owner, _name, _signature, _takesNumbers) = (owner, name, layer.KnownSignature, layer is OperatorLayer);
        int count = _signature.Arguments.Count;
        _tensors = [.. Enumerable.Range(0, count).Select(_ => new List<TensorPlace>())];
        _masks = [.. Enumerable.Range(0, count).Select(_ => new List<TensorPlace?>())];
        _options = new CallOption?[count];
    }

    /// <summary>All tensors, the masks last.</summary>
    public IReadOnlyList<TensorPlace> Inputs { get; private set; } = [];

    /// <summary>What each tensor is for.</summary>
    public CallForm Form { get; private set; } = null!;

    /// <summary>Reads a call.</summary>
    /// <param name="owner">How errors call the model.</param>
    /// <param name="name">How the config calls the layer.</param>
    /// <param name="layer">The layer, whose signature says what the arguments in order are.</param>
    /// <param name="node">The call.</param>
    /// <exception cref="FormatException">It is no call, or takes no tensor.</exception>
    /// <exception cref="NotSupportedException">An argument is one that this library does not have.</exception>
    public static FunctionalArguments Read(string owner, string name, Layer layer, JsonNode? node)
    {
        var arguments = new FunctionalArguments(owner, name, layer);
        arguments.Read(node);
        return arguments;
    }

    private void Read(JsonNode? node)
    {
        if (node is not JsonObject call || call["args"] is not JsonArray args || call["kwargs"] is not (null or JsonObject))
        {
            throw Wrong("a call with 'args' and 'kwargs'", node);
        }
        ReadInOrder(args);
        foreach ((string name, JsonNode? value) in call["kwargs"] as JsonObject ?? [])
        {
            int place = _signature.IndexOf(name);
            if (place >= 0) Set(place, value);
            else ReadUnknown(name, value);
        }

        Arrange(node);
    }

    // Keras's order. Numbers are for operators, which have read them already. What the signature has no place for may be a further tensor.
    private void ReadInOrder(JsonArray args)
    {
        int place = 0;
        foreach (JsonNode? value in args)
        {
            if (_takesNumbers && value is JsonValue) continue;
            if (place < _signature.Arguments.Count) Set(place++, value);
            else if (value is not null) ReadUnknown($"number {place + 1}", value);
        }
    }

    private void Set(int place, JsonNode? value)
    {
        CallArgument argument = _signature.Arguments[place];
        switch (argument.Kind)
        {
            case CallArgumentKind.Training: _training = ReadTraining(value); break;
            case CallArgumentKind.Mask: ReadMasks(argument.Name, value, _masks[place]); break;
            case CallArgumentKind.Option:
                if (value is null) break;
                _options[place] = CallOption.Read(value) ?? throw Wrong($"a plain value for '{argument}'", value);
                break;
            default:
                if (value is JsonValue) throw Wrong("calls that take tensors", value);
                Collect(value, _tensors[place]);
                if (argument.Kind != CallArgumentKind.Tensor || _tensors[place].Count <= 1) break;
                throw Wrong($"one tensor for '{argument}'", value);
        }
    }

    // What the class of the library does not name may be a further tensor of a custom class, whose arguments nobody knows.
    private void ReadUnknown(string name, JsonNode? value)
    {
        int place = _signature.NextTensors(0);
        if (value is null || (value is JsonArray list && list.All(item => item is null))) return;
        if (value is JsonValue || place < 0 || _signature.Arguments[place].Kind != CallArgumentKind.Tensors)
        {
            throw NotSupported(name, value);
        }
        Collect(value, _tensors[place]);
    }

    private void Arrange(JsonNode? node)
    {
        int[] counts = [.. _tensors.Select(list => list.Count)];
        List<TensorPlace> all = [.. _tensors.SelectMany(list => list)];
        if (all.Count == 0) throw Wrong("a call that takes a tensor", node);
        for (int i = 0; i < counts.Length; i++)
        {
            CallArgument argument = _signature.Arguments[i];
            if (argument is { IsRequired: true, HoldsTensors: true } && counts[i] == 0 && !_takesNumbers)
            {
                throw Wrong($"a call with '{argument}'", node);
            }
        }

        var targets = new List<int>();
        for (int i = 0; i < _masks.Length; i++)
        {
            if (_masks[i].Count == 0) continue;
            int target = _signature.IndexOf(_signature.Arguments[i].Of!), start = counts[..target].Sum();
            for (int j = 0; j < _masks[i].Count; j++)
            {
                if (_masks[i][j] is not { } mask) continue;
                if (j >= counts[target]) throw NotSupported(_signature.Arguments[i].Name, node!["kwargs"] ?? node);
                all.Add(mask);
                targets.Add(start + j);
            }
        }

        Inputs = all;
        Form = CallForm.Create(_signature, counts, _options, [.. targets], _training);
    }

    // Tensors may be in lists of lists.
    private void Collect(JsonNode? node, List<TensorPlace> tensors)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case JsonArray list:
                foreach (JsonNode? item in list) Collect(item, tensors);
                break;
            case JsonObject tensor:
                tensors.Add(ReadTensor(tensor));
                break;
            case JsonValue:
                throw Wrong("calls that take tensors", node);
        }
    }

    private TensorPlace ReadTensor(JsonObject tensor)
    {
        (string className, JsonObject config) = ConfigSchema.Unwrap(tensor, _owner);
        bool isTensor = className == FunctionalReader.TensorClass;
        return isTensor && TensorPlace.Read(config["keras_history"]) is { } place
            ? place with { DType = config["dtype"] is null ? default(DType?) : DType.Read(new ConfigReader(config, _owner)) }
            : throw Wrong($"a {FunctionalReader.TensorClass} with a 'keras_history' of layer, call and output", tensor);
    }

    private bool? ReadTraining(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("'training' to be true, false or null", value),
    };

    // A list has a mask for each tensor, or null; Keras fills it in with the masks that they carry.
    private void ReadMasks(string name, JsonNode? value, List<TensorPlace?> masks)
    {
        switch (value)
        {
            case null: break;
            case JsonObject tensor: masks.Add(ReadTensor(tensor)); break;
            case JsonArray list when list.All(item => item is JsonObject or null):
                foreach (JsonNode? item in list) masks.Add(item is null ? null : ReadTensor(item.AsObject()));
                break;
            default: throw NotSupported(name, value);
        }
    }

    private NotSupportedException NotSupported(string name, JsonNode value) => new(
        $"{_owner}: the argument '{name}' in a call of '{_name}' is not supported, but the config sets it to " +
        $"{ConfigSchema.Shortened(value)}.");

    private FormatException Wrong(string expected, JsonNode? got) =>
        new($"{_owner}: expected {expected} for '{_name}' but the config says {ConfigSchema.Shortened(got)}.");
}
