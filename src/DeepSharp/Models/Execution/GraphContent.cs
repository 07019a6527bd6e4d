using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>What lies between the inputs and the outputs of a <see cref="LayerGraph"/>.</summary>
internal sealed class GraphContent
{
    private readonly Dictionary<LayerCall, int> _depths = [];
    private readonly Dictionary<SymbolicTensor, int> _inputDepths = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SymbolicTensor> _inputs;
    private readonly SymbolicGroup _given;
    private readonly List<LayerCall> _calls;

    /// <summary>Collects what lies between inputs and outputs.</summary>
    /// <param name="owner">How errors call the model.</param>
    /// <param name="inputs">What values will be given for.</param>
    /// <param name="outputs">What is wanted.</param>
    /// <exception cref="ArgumentException">An output depends on an input that is not among the inputs; the message names both.</exception>
    public GraphContent(string owner, SymbolicGroup inputs, SymbolicGroup outputs)
    {
        _given = inputs;
        _inputs = new HashSet<SymbolicTensor>(inputs, ReferenceEqualityComparer.Instance);
        var visit = new Visit(owner, inputs, _inputs);
        foreach (SymbolicTensor output in outputs) visit.Collect(output);
        _calls = visit.Calls;
        FindDepths();
        Members = OrderMembers(visit.FirstSeen);
        AllLayers = [.. Members.Select(member => member.Layer ?? new InputLayer(member.Input!))];
        Layers = [.. Members.Where(member => member.Layer is not null).Select(member => member.Layer!)];
        foreach (Layer layer in AllLayers) ByName.TryAdd(layer.Name, layer);
        Ends = new HashSet<SymbolicTensor>([.. inputs, .. outputs], ReferenceEqualityComparer.Instance);
    }

    public IReadOnlyList<LayerCall> Calls => _calls;

    public IReadOnlyList<GraphMember> Members { get; }

    public IReadOnlyList<Layer> AllLayers { get; }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The first of <see cref="AllLayers"/> of each name.</summary>
    public Dictionary<string, Layer> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs and outputs.</summary>
    public HashSet<SymbolicTensor> Ends { get; }

    public bool IsChain
    {
        get
        {
            var depths = new HashSet<int>();
            bool isLine = _given.All(input => depths.Add(DepthOf(input))) && _calls.All(call => depths.Add(DepthOf(call)));
            bool isShared = _calls.DistinctBy(call => call.Layer).Count() < _calls.Count;
            return isLine && !isShared && _calls.All(call => call.Tensors.Length == 1);
        }
    }

    public int DepthOf(LayerCall call) => _depths[call];

    public int DepthOf(SymbolicTensor input) => _inputDepths.GetValueOrDefault(input);

    // From the outputs back: a layer that is used more than once is as far away as its farthest use.
    private void FindDepths()
    {
        var layers = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        for (int i = _calls.Count - 1; i >= 0; i--)
        {
            LayerCall call = _calls[i];
            int depth = Math.Max(_depths.GetValueOrDefault(call), layers.GetValueOrDefault(call.Layer));
            layers[call.Layer] = _depths[call] = depth;
            foreach (SymbolicTensor input in call.Tensors)
            {
                if (_inputs.Contains(input)) _inputDepths[input] = Math.Max(depth + 1, _inputDepths.GetValueOrDefault(input));
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
            _given.Select(input => (new GraphMember(null, input), DepthOf(input), firstSeen.GetValueOrDefault(input, -1)));
        return
        [
            .. layers.Concat(inputs).OrderByDescending(entry => entry.Depth).ThenBy(entry => entry.Seen).Select(entry => entry.Member),
        ];
    }

    // Walks from the outputs to the inputs.
    private sealed class Visit(string owner, SymbolicGroup given, HashSet<SymbolicTensor> inputs)
    {
        private readonly HashSet<LayerCall> _done = [];

        public List<LayerCall> Calls { get; } = [];

        public Dictionary<object, int> FirstSeen { get; } = new(ReferenceEqualityComparer.Instance);

        // With its own stack: a chain may be longer than calls may nest.
        public void Collect(SymbolicTensor output)
        {
            var path = new Stack<(LayerCall Call, int Next)>();
            Enter(output);
            while (path.TryPop(out (LayerCall Call, int Next) at))
            {
                if (at.Next < at.Call.Tensors.Length)
                {
                    path.Push((at.Call, at.Next + 1));
                    Enter(at.Call.Tensors[at.Next]);
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
            $"{string.Join(", ", given.Select(input => $"'{input.Name}'"))}, " +
            $"but '{output.Name}' depends on the input '{tensor.Name}' of shape {tensor.Shape} too. Add it to the inputs.");
    }
}
