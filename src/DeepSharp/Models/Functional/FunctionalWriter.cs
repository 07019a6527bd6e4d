using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Writes the graph of a model in Keras's schema: every input and layer with the calls that belong to the graph, each a list of the tensors
/// that it takes. A tensor is a layer's name, the number of the call, and the number of the output.
/// </summary>
internal sealed class FunctionalWriter
{
    private readonly LayerGraph _graph;
    private readonly Dictionary<LayerCall, int> _numbers = [];
    private readonly Dictionary<Layer, List<LayerCall>> _calls = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SymbolicTensor, string> _inputNames = new(ReferenceEqualityComparer.Instance);

    private FunctionalWriter(LayerGraph graph)
    {
        _graph = graph;
        foreach (LayerCall call in graph.Calls)
        {
            if (!_calls.TryGetValue(call.Layer, out List<LayerCall>? calls)) _calls.Add(call.Layer, calls = []);
            calls.Add(call);
        }

        // Calls outside of this graph do not count.
        foreach (List<LayerCall> calls in _calls.Values)
        {
            calls.Sort((left, right) => left.Number.CompareTo(right.Number));
            for (int i = 0; i < calls.Count; i++) _numbers[calls[i]] = i;
        }

        NameInputs();
    }

    /// <summary>Adds layers, inputs and outputs to the config of a model.</summary>
    public static void Write(LayerGraph graph, JsonObject config)
    {
        var writer = new FunctionalWriter(graph);
        var layers = new JsonArray();
        foreach (GraphMember member in graph.Members)
        {
            layers.Add((JsonNode)(member.Layer is { } layer ? writer.WriteLayer(layer) : writer.WriteInput(member.Input!)));
        }

        config["layers"] = layers;
        config["input_layers"] = writer.WriteEnds(graph.Inputs);
        config["output_layers"] = writer.WriteEnds(graph.Outputs);
    }

    /// <summary>
    /// How far the numbers of a layer's calls are ahead in <c>output_layers</c>: there Keras counts one more call of a functional model,
    /// which is in no config.
    /// </summary>
    public static int CallsAhead(Layer layer) => layer.GetType() == typeof(Model) ? 1 : 0;

    // A model may start in the midst of another: what it takes there becomes its own input.
    private void NameInputs()
    {
        IEnumerable<string> inputs = _graph.Inputs.OfType<Input>().Select(input => input.Name);
        HashSet<string> taken = [.. _graph.Layers.Select(layer => layer.Name), .. inputs];
        foreach (SymbolicTensor input in _graph.Inputs)
        {
            string name = input.Name;
            for (int i = 1; input is not Input && !taken.Add(name); i++) name = $"{input.Name}_{i}";
            _inputNames[input] = name;
        }
    }

    private JsonObject WriteInput(SymbolicTensor tensor)
    {
        int? batch = tensor.Shape[0] == Shape.Any ? null : tensor.Shape[0];
        Input input = tensor as Input ?? new Input(tensor.Shape[1..], batch, tensor.DType, _inputNames[tensor]);
        JsonObject config = input.ToConfig();
        config["name"] = input.Name;
        config["inbound_nodes"] = new JsonArray();
        return config;
    }

    private JsonObject WriteLayer(Layer layer)
    {
        JsonObject config = layer.ToConfig();
        var nodes = new JsonArray();
        foreach (LayerCall call in _calls[layer])
        {
            nodes.Add((JsonNode)CallWriter.Write(call, WriteTensor));
        }

        config["name"] = layer.Name;
        config["inbound_nodes"] = nodes;
        return config;
    }

    private JsonNode WriteTensor(SymbolicTensor tensor) => new JsonObject
    {
        ["class_name"] = FunctionalReader.TensorClass,
        ["config"] = new JsonObject
        {
            ["shape"] = ConfigSchema.List(tensor.Shape),
            ["dtype"] = tensor.DType.Name,
            ["keras_history"] = WritePlace(tensor, 0),
        },
    };

    private JsonNode WriteEnds(SymbolicGroup tensors)
    {
        JsonNode[] places = [.. tensors.Select(tensor => WritePlace(tensor, tensor.Origin is { } call ? CallsAhead(call.Layer) : 0))];
        if (tensors.Names is { } names)
        {
            return new JsonObject(names.Zip(places, (name, place) => KeyValuePair.Create(name, (JsonNode?)place)));
        }

        return places is [var place] ? place.AsArray() : new JsonArray(places);
    }

    private JsonArray WritePlace(SymbolicTensor tensor, int ahead)
    {
        TensorPlace place = _inputNames.TryGetValue(tensor, out string? name)
            ? new TensorPlace(name, 0, 0)
            : new TensorPlace(tensor.Name, _numbers[tensor.Origin!] + ahead, tensor.Index);
        return place.Write();
    }
}
