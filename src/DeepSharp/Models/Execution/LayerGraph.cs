namespace DeepSharp;

/// <summary>The calls of layers between the inputs and the outputs of a model, in an order in which each finds its inputs ready.</summary>
internal sealed class LayerGraph
{
    private readonly Dictionary<LayerCall, int> _depths = [];
    private readonly List<LayerCall> _calls;

    /// <summary>Collects what lies between inputs and outputs.</summary>
    /// <param name="owner">How errors call the model.</param>
    /// <param name="inputs">What values will be given for.</param>
    /// <param name="outputs">What is wanted.</param>
    /// <exception cref="ArgumentException">An output depends on an input that is not among the inputs; the message names both.</exception>
    public LayerGraph(string owner, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs)
    {
        (Inputs, Outputs) = ([.. inputs], [.. outputs]);
        var visit = new Visit(owner, Inputs);
        foreach (SymbolicTensor output in Outputs) visit.Collect(output);
        _calls = visit.Calls;
        FindDepths();
        Layers = OrderLayers(visit.FirstSeen);
    }

    public SymbolicTensor[] Inputs { get; }

    public SymbolicTensor[] Outputs { get; }

    /// <summary>Calls, each after those whose outputs it takes.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>Keras's order: from the farthest from the outputs to the nearest, then as they are met on the way back from the outputs.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Most calls from this one to an output.</summary>
    public int DepthOf(LayerCall call) => _depths[call];

    /// <summary>The shapes of all tensors, by their places, for inputs of some shapes.</summary>
    public Shape[] Shapes(ReadOnlySpan<Shape> inputs, GraphUses places)
    {
        var shapes = new Shape[places.Count];
        inputs.CopyTo(shapes);
        foreach (LayerCall call in _calls)
        {
            call.Layer.OutputShapes([.. call.Inputs.Select(input => shapes[places.PlaceOf(input)])]).CopyTo(shapes, places.PlaceOf(call.Outputs[0]));
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
                if (input.Origin is not { } origin || Inputs.Contains(input)) continue;
                _depths[origin] = Math.Max(depth + 1, _depths.GetValueOrDefault(origin));
            }
        }
    }

    private Layer[] OrderLayers(Dictionary<Layer, int> firstSeen)
    {
        var depths = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (LayerCall call in _calls) depths[call.Layer] = Math.Max(_depths[call], depths.GetValueOrDefault(call.Layer));
        return [.. depths.Keys.OrderByDescending(layer => depths[layer]).ThenBy(layer => firstSeen[layer])];
    }

    // Walks from the outputs to the inputs.
    private sealed class Visit(string owner, SymbolicTensor[] inputs)
    {
        private readonly HashSet<LayerCall> _done = [];

        public List<LayerCall> Calls { get; } = [];

        public Dictionary<Layer, int> FirstSeen { get; } = new(ReferenceEqualityComparer.Instance);

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
                if (inputs.Contains(tensor)) return;
                if (tensor.Origin is not { } call) throw Disconnected(output, tensor);
                if (_done.Contains(call)) return;
                FirstSeen.TryAdd(call.Layer, FirstSeen.Count);
                path.Push((call, 0));
            }
        }

        private ArgumentException Disconnected(SymbolicTensor output, SymbolicTensor tensor) => new(
            $"{owner}: expected every output to depend on the inputs given, {string.Join(", ", inputs.Select(input => $"'{input.Name}'"))}, " +
            $"but '{output.Name}' depends on the input '{tensor.Name}' of shape {tensor.Shape} too. Add it to the inputs.");
    }
}
