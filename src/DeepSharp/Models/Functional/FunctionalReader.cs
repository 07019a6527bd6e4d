using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Makes a functional model of its config: all layers, then their calls in an order in which each finds its inputs.</summary>
internal sealed class FunctionalReader
{
    /// <summary>The class name that stands for a tensor of the graph.</summary>
    public const string TensorClass = "__keras_tensor__";

    private readonly Dictionary<string, FunctionalEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<FunctionalNode> _nodes = [];
    private readonly string _owner;

    private FunctionalReader(string owner) => _owner = owner;

    /// <summary>Reads the config of a functional model.</summary>
    /// <exception cref="FormatException">The config does not describe a graph; the message names the layer.</exception>
    /// <exception cref="ArgumentException">A layer's class is unknown, or layers do not fit together.</exception>
    /// <exception cref="NotSupportedException">A layer asks for an option that its class does not have.</exception>
    public static Model Read(ConfigReader reader)
    {
        string? name = reader.String("name");
        var graph = new FunctionalReader($"Functional '{name}'");
        foreach (JsonNode? item in reader.OptionalList("layers") ?? []) graph.AddLayer(item);
        graph.Call();

        SymbolicGroup inputs = graph.ReadEnds(reader, "input_layers"), outputs = graph.ReadEnds(reader, "output_layers");
        ConfigSchema.ReadFloat32(reader);
        var model = new Model(inputs, outputs, name);
        model.SetOwnTrainable(reader.Bool("trainable", true));
        reader.End();
        return model;
    }

    private void AddLayer(JsonNode? item)
    {
        (string className, JsonObject config) = ConfigSchema.Unwrap(item, _owner);
        JsonArray nodes = item!["inbound_nodes"] switch
        {
            null => [],
            JsonArray list => list,
            var other => throw Wrong($"'inbound_nodes' of a {className} to be a list", other),
        };
        string? name = item["name"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        FunctionalEntry entry;
        if (className == "InputLayer")
        {
            Input input = Input.Read(new ConfigReader(config, className));
            if (nodes.Count > 0) throw Wrong($"an input, '{name ?? input.Name}', that takes nothing", nodes);
            entry = new FunctionalEntry(name ?? input.Name, null);
            entry.Outputs.Add([input]);
        }
        else
        {
            Layer layer = OperationLayer.IsOperation(item) ? OperationTable.Read(className, config, nodes) : Layer.Read(item, "model");
            entry = new FunctionalEntry(name ?? layer.Name, layer);
        }

        if (!_entries.TryAdd(entry.Name, entry))
        {
            throw new FormatException($"{_owner}: expected layers of different names, but two are called '{entry.Name}'.");
        }

        foreach (JsonNode? node in nodes)
        {
            FunctionalArguments arguments = FunctionalArguments.Read(_owner, entry.Name, entry.Layer!, node);
            entry.Nodes.Add(new FunctionalNode(entry, entry.Nodes.Count, arguments));
        }

        _nodes.AddRange(entry.Nodes);
    }

    // Each call waits for those whose outputs it takes, and for the layer's call before it.
    private void Call()
    {
        foreach (FunctionalNode node in _nodes)
        {
            foreach (FunctionalNode other in WaitsFor(node))
            {
                other.Waiting.Add(node);
                node.Missing++;
            }
        }

        int done = 0;
        var ready = new Queue<FunctionalNode>(_nodes.Where(node => node.Missing == 0));
        while (ready.TryDequeue(out FunctionalNode? node))
        {
            SymbolicTensor[] inputs = [.. node.Inputs.Select(place => WithKind(Find(place, node.Entry.Name), place.DType))];
            node.Entry.Outputs.Add(node.Entry.Layer!.Apply(node.Form, inputs));
            done++;
            foreach (FunctionalNode waiting in node.Waiting)
            {
                if (--waiting.Missing == 0) ready.Enqueue(waiting);
            }
        }

        if (done < _nodes.Count) throw Circle();
    }

    private IEnumerable<FunctionalNode> WaitsFor(FunctionalNode node)
    {
        if (node.Number > 0) yield return node.Entry.Nodes[node.Number - 1];
        foreach (TensorPlace place in node.Inputs)
        {
            FunctionalEntry entry = FindEntry(place, node.Entry.Name);
            if (entry.Layer is not null) yield return entry.Nodes[place.Call];
        }
    }

    private FunctionalEntry FindEntry(TensorPlace place, string user)
    {
        if (!_entries.TryGetValue(place.Layer, out FunctionalEntry? entry))
        {
            string known = string.Join(", ", _entries.Keys.Take(20)) + (_entries.Count > 20 ? ", ..." : "");
            throw new FormatException($"{_owner}: '{user}' takes {place}, but there is no layer '{place.Layer}'. Layers: {known}.");
        }

        if ((uint)place.Call < (uint)entry.CallCount) return entry;
        string calls = entry.CallCount == 1 ? "1 call" : $"{entry.CallCount} calls";
        throw new FormatException($"{_owner}: '{user}' takes {place}, but the config lists {calls} of '{place.Layer}'.");
    }

    private SymbolicTensor Find(TensorPlace place, string user)
    {
        SymbolicTensor[] outputs = FindEntry(place, user).Outputs[place.Call];
        if ((uint)place.Output < (uint)outputs.Length) return outputs[place.Output];
        throw new FormatException(
            $"{_owner}: '{user}' takes {place}, but '{place.Layer}' gives {outputs.Length} output{(outputs.Length == 1 ? "" : "s")}.");
    }

    // Keras knows of each of its functions whether it gives ints; among numbers that is only what the tensor is called.
    private static SymbolicTensor WithKind(SymbolicTensor tensor, DType? dtype)
    {
        if (tensor.Origin is not null && dtype is { IsString: false } known && !tensor.DType.IsString) tensor.DType = known;
        return tensor;
    }

    private FormatException Circle()
    {
        // From any call that waits to one that it waits for, until a name comes again.
        var path = new List<FunctionalNode>();
        var places = new Dictionary<FunctionalNode, int>(ReferenceEqualityComparer.Instance);
        FunctionalNode next = _nodes.First(node => node.Missing > 0);
        while (places.TryAdd(next, path.Count))
        {
            path.Add(next);
            next = WaitsFor(next).First(other => other.Missing > 0);
        }

        path.Add(next);
        int start = places[next];

        IEnumerable<string> circle = path.Skip(start).Take(12).Select(node => $"{node.Entry.Name}[{node.Number}]");
        return new FormatException(
            $"{_owner}: expected a graph without circles, but each of these calls waits for the next: {string.Join(", ", circle)}.");
    }

    private SymbolicGroup ReadEnds(ConfigReader reader, string key)
    {
        JsonNode? ends = reader.Node(key);
        if (ends is JsonObject flat && flat.All(entry => TensorPlace.Read(entry.Value) is not null))
        {
            return SymbolicGroup.Named([.. flat.Select(entry => (entry.Key, End(TensorPlace.Read(entry.Value)!.Value)))]);
        }

        var places = new List<TensorPlace>();
        Collect(ends);
        return [.. places.Select(End)];

        void Collect(JsonNode? node)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (TensorPlace.Read(node) is { } place) places.Add(place);
            else if (node is JsonArray list)
            {
                foreach (JsonNode? item in list) Collect(item);
            }
            else if (node is JsonObject named)
            {
                // By name, as Keras orders them.
                foreach ((string _, JsonNode? item) in named.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Collect(item);
            }
            else
            {
                throw reader.Wrong(key, "[layer, call, output], or a list of such", reader.Node(key));
            }
        }

        SymbolicTensor End(TensorPlace place)
        {
            _entries.TryGetValue(place.Layer, out FunctionalEntry? entry);
            int ahead = entry?.Layer is { } layer ? FunctionalWriter.CallsAhead(layer) : 0;
            return Find(place with { Call = place.Call - ahead }, key);
        }
    }

    private FormatException Wrong(string expected, JsonNode? got) =>
        new($"{_owner}: expected {expected} but the config says {ConfigSchema.Shortened(got)}.");
}
