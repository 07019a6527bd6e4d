using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The calls of layers between the inputs and the outputs of a model, in an order in which each finds its inputs ready.</summary>
internal sealed class LayerGraph
{
    private readonly Dictionary<LayerCall, int> _depths = [];
    private readonly Dictionary<SymbolicTensor, int> _inputDepths = new(ReferenceEqualityComparer.Instance);
    private readonly List<LayerCall> _calls;

    /// <summary>Collects what lies between inputs and outputs.</summary>
    /// <param name="owner">How errors call the model.</param>
    /// <param name="inputs">What values will be given for.</param>
    /// <param name="outputs">What is wanted.</param>
    /// <exception cref="ArgumentException">An output depends on an input that is not among the inputs; the message names both.</exception>
    public LayerGraph(string owner, SymbolicGroup inputs, SymbolicGroup outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        var visit = new Visit(owner, Inputs);
        foreach (SymbolicTensor output in Outputs) visit.Collect(output);
        _calls = visit.Calls;
        FindDepths();
        Members = OrderMembers(visit.FirstSeen);
        AllLayers = [.. Members.Select(member => member.Layer ?? new InputLayer(member.Input!))];
        Layers = [.. Members.Where(member => member.Layer is not null).Select(member => member.Layer!)];
    }

    public SymbolicGroup Inputs { get; }

    public SymbolicGroup Outputs { get; }

    /// <summary>Calls, each after those whose outputs it takes.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>
    /// Inputs and layers in Keras's order: from the farthest from the outputs to the nearest, then as they are met on the way back from the
    /// outputs.
    /// </summary>
    public IReadOnlyList<GraphMember> Members { get; }

    /// <summary>The members, inputs as layers.</summary>
    public IReadOnlyList<Layer> AllLayers { get; }

    /// <summary>The layers among the <see cref="Members"/>.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>
    /// Whether one call follows the other, each of another layer with one input: the graph then needs no explanation of what goes where.
    /// </summary>
    public bool IsChain
    {
        get
        {
            var depths = new HashSet<int>();
            bool isLine = Inputs.All(input => depths.Add(DepthOf(input))) && _calls.All(call => depths.Add(DepthOf(call)));
            bool isShared = _calls.DistinctBy(call => call.Layer).Count() < _calls.Count;
            return isLine && !isShared && _calls.All(call => call.Inputs.Length == 1);
        }
    }

    /// <summary>Most calls from this one to an output.</summary>
    public int DepthOf(LayerCall call) => _depths[call];

    /// <summary>Most calls from an input to an output.</summary>
    public int DepthOf(SymbolicTensor input) => _inputDepths.GetValueOrDefault(input);

    /// <summary>The shapes of all tensors, by their places, for inputs of some shapes.</summary>
    public Shape[] Shapes(ReadOnlySpan<Shape> inputs, GraphUses places)
    {
        var shapes = new Shape[places.Count];
        inputs.CopyTo(shapes);
        foreach (LayerCall call in _calls)
        {
            var given = new Shape[call.Operands.Length];
            for (int i = 0; i < given.Length; i++) given[i] = shapes[places.PlaceOf(call.Operands[i])];
            call.Layer.OutputShapes(new CallInputs<Shape>(call.Form, given)).CopyTo(shapes, places.PlaceOf(call.Outputs[0]));
        }

        return shapes;
    }

    // From the outputs back: a layer that is used more than once is as far away as its farthest use.
    private void FindDepths()
    {
        var layers = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        for (int i = _calls.Count - 1; i >= 0; i--)
        {
            LayerCall call = _calls[i];
            int depth = Math.Max(_depths.GetValueOrDefault(call), layers.GetValueOrDefault(call.Layer));
            layers[call.Layer] = _depths[call] = depth;
            foreach (SymbolicTensor input in call.Inputs)
            {
                if (Inputs.Contains(input)) _inputDepths[input] = Math.Max(depth + 1, _inputDepths.GetValueOrDefault(input));
                else _depths[input.Origin!] = Math.Max(depth + 1, _depths.GetValueOrDefault(input.Origin!));
            }
        }
    }

    private GraphMember[] OrderMembers(Dictionary<object, int> firstSeen)
    {
        var depths = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (LayerCall call in _calls) depths[call.Layer] = Math.Max(_depths[call], depths.GetValueOrDefault(call.Layer));
        IEnumerable<(GraphMember Member, int Depth, int Seen)> layers =
            depths.Select(entry => (new GraphMember(entry.Key, null), entry.Value, firstSeen[entry.Key]));

        // An input that no output depends on comes before all others at the end of the way.
        IEnumerable<(GraphMember Member, int Depth, int Seen)> inputs =
            Inputs.Select(input => (new GraphMember(null, input), DepthOf(input), firstSeen.GetValueOrDefault(input, -1)));
        return
        [
            .. layers.Concat(inputs).OrderByDescending(entry => entry.Depth).ThenBy(entry => entry.Seen).Select(entry => entry.Member),
        ];
    }

    // Walks from the outputs to the inputs.
    private sealed class Visit(string owner, SymbolicGroup inputs)
    {
        private readonly HashSet<LayerCall> _done = [];

        public List<LayerCall> Calls { get; } = [];

        public Dictionary<object, int> FirstSeen { get; } = new(ReferenceEqualityComparer.Instance);

        // With a stack of its own: a chain may be longer than calls may nest.
        public void Collect(SymbolicTensor output)
        {
            var path = new Stack<(LayerCall Call, int Next)>();
            Enter(output);
            while (path.TryPop(out (LayerCall Call, int Next) at))
            {
                if (at.Next < at.Call.Inputs.Length)
                {
                    path.Push((at.Call, at.Next + 1));
                    Enter(at.Call.Inputs[at.Next]);
                }
                else if (_done.Add(at.Call))
                {
                    Calls.Add(at.Call);
                }
            }

            void Enter(SymbolicTensor tensor)
            {
                if (inputs.Contains(tensor))
                {
                    FirstSeen.TryAdd(tensor, FirstSeen.Count);
                    return;
                }

                if (tensor.Origin is not { } call) throw Disconnected(output, tensor);
                if (_done.Contains(call)) return;
                FirstSeen.TryAdd(call.Layer, FirstSeen.Count);
                path.Push((call, 0));
            }
        }

        private ArgumentException Disconnected(SymbolicTensor output, SymbolicTensor tensor) => new(
            $"{owner}: expected every output to depend on the inputs given, " +
            $"{string.Join(", ", inputs.Select(input => $"'{input.Name}'"))}, " +
            $"but '{output.Name}' depends on the input '{tensor.Name}' of shape {tensor.Shape} too. Add it to the inputs.");
    }
}
