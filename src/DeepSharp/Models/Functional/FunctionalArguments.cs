using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Reads one call of a layer in the config of a functional model: which tensors it takes, and how.</summary>
internal sealed class FunctionalArguments(string owner, string layer, bool takesNumbers)
{
    private readonly List<TensorPlace> _operands = [];

    /// <summary>The tensors that the layer is applied to, in order, those given by name last.</summary>
    public IReadOnlyList<TensorPlace> Operands => _operands;

    /// <summary>The mask given by hand, if any.</summary>
    public TensorPlace? Mask { get; private set; }

    /// <summary>Whether the call always acts as in training, or never; null for as the model does.</summary>
    public bool? Training { get; private set; }

    /// <summary>Reads the call.</summary>
    /// <exception cref="FormatException">It is no call, or takes no tensor.</exception>
    /// <exception cref="NotSupportedException">A named argument is one that this library does not have.</exception>
    public void Read(JsonNode? node)
    {
        if (node is not JsonObject call || call["args"] is not JsonArray args) throw Wrong("a call with 'args' and 'kwargs'", node);
        Collect(args);
        foreach ((string name, JsonNode? value) in call["kwargs"] as JsonObject ?? [])
        {
            switch (name)
            {
                case "training": Training = ReadTraining(value); break;
                case "mask": Mask = ReadMask(name, value); break;
                default: CollectNamed(name, value); break;
            }
        }

        if (_operands.Count == 0) throw Wrong("a call that takes a tensor", node);
    }

    // Tensors may be in lists of lists. Numbers are for operators, which have read them already.
    private void Collect(JsonNode? node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case JsonArray list:
                foreach (JsonNode? item in list) Collect(item);
                break;
            case JsonObject tensor:
                _operands.Add(ReadTensor(tensor));
                break;
            case JsonValue when !takesNumbers:
                throw Wrong("calls that take tensors", node);
        }
    }

    private TensorPlace ReadTensor(JsonObject tensor)
    {
        (string className, JsonObject config) = ConfigSchema.Unwrap(tensor, owner);
        bool isTensor = className == FunctionalReader.TensorClass;
        return isTensor && TensorPlace.Read(config["keras_history"]) is { } place
            ? place
            : throw Wrong($"a {FunctionalReader.TensorClass} with a 'keras_history' of layer, call and output", tensor);
    }

    private bool? ReadTraining(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("'training' to be true, false or null", value),
    };

    private void CollectNamed(string name, JsonNode? value)
    {
        if (value is JsonObject or JsonArray) Collect(value);
        else if (value is not null) throw NotSupported(name, value);
    }

    // A list is for a layer with several inputs: Keras fills it in with the masks that they carry.
    private TensorPlace? ReadMask(string name, JsonNode? value) => value switch
    {
        null => null,
        JsonObject tensor => ReadTensor(tensor),
        JsonArray list when list.All(item => item is null) => null,
        JsonArray list when list is [JsonObject only] => ReadTensor(only),
        _ => throw NotSupported(name, value),
    };

    private NotSupportedException NotSupported(string name, JsonNode value) => new(
        $"{owner}: the argument '{name}' in a call of '{layer}' is not supported, but the config sets it to " +
        $"{ConfigSchema.Shortened(value)}.");

    private FormatException Wrong(string expected, JsonNode? got) =>
        new($"{owner}: expected {expected} for '{layer}' but the config says {ConfigSchema.Shortened(got)}.");
}
