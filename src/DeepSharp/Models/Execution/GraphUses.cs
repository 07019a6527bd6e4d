namespace DeepSharp;

/// <summary>Who uses what in a graph, and the place of each tensor, while a plan is made of it.</summary>
internal sealed class GraphUses
{
    private readonly Dictionary<SymbolicTensor, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SymbolicTensor, List<LayerCall>> _uses = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LayerCall> _taken = [];
    private readonly LayerGraph _graph;

    public GraphUses(LayerGraph graph)
    {
        _graph = graph;
        foreach (SymbolicTensor input in graph.Inputs) _places.TryAdd(input, _places.Count);
        foreach (LayerCall call in graph.Calls)
        {
            foreach (SymbolicTensor input in call.Tensors)
            {
                if (!_uses.TryGetValue(input, out List<LayerCall>? uses)) _uses.Add(input, uses = []);
                uses.Add(call);
            }

            foreach (SymbolicTensor output in call.Outputs) _places.TryAdd(output, _places.Count);
        }
    }

    /// <summary>Number of places.</summary>
    public int Count => _places.Count;

    public int PlaceOf(SymbolicTensor tensor) => _places[tensor];

    public int[] PlacesOf(IReadOnlyList<SymbolicTensor> tensors) => [.. tensors.Select(PlaceOf)];

    /// <summary>
    /// The call that alone uses the single output of <paramref name="call"/> as its single input; null if there are others, or if the
    /// output is one of the model's.
    /// </summary>
    public LayerCall? OnlyUse(LayerCall call)
    {
        if (call.Outputs is not [var output] || _graph.IsEnd(output)) return null;
        bool isOnly = _uses.TryGetValue(output, out List<LayerCall>? uses) && uses.Count == 1;
        return isOnly && uses![0] is { Tensors.Length: 1, Form.IsPlain: true } use ? use : null;
    }

    /// <summary>Marks a call as part of an earlier step.</summary>
    public LayerCall Take(LayerCall call)
    {
        _taken.Add(call);
        return call;
    }

    public bool IsTaken(LayerCall call) => _taken.Contains(call);
}
