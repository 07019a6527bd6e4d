namespace DeepSharp;

/// <summary>The calls of layers between the inputs and the outputs of a model, in an order in which each finds its inputs ready.</summary>
/// <remarks>
/// What lies between is looked up when it is first asked for, and then kept: a chain that gets one layer after the other has as many
/// graphs as layers, of which only the last is computed.
/// </remarks>
internal sealed class LayerGraph
{
    private readonly Lazy<GraphContent> _content;
    private readonly Lazy<GraphSplit?> _split;

    /// <summary>The graph between inputs and outputs.</summary>
    /// <param name="owner">How errors call the model.</param>
    /// <param name="inputs">What values will be given for.</param>
    /// <param name="outputs">What is wanted.</param>
    public LayerGraph(string owner, SymbolicGroup inputs, SymbolicGroup outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        _content = new Lazy<GraphContent>(() => new GraphContent(owner, inputs, outputs));
        _split = new Lazy<GraphSplit?>(() => GraphSplit.Of(owner, inputs, Calls, outputs));
    }

    public SymbolicGroup Inputs { get; }

    public SymbolicGroup Outputs { get; }

    /// <summary>Calls, each after those whose outputs it takes.</summary>
    public IReadOnlyList<LayerCall> Calls => _content.Value.Calls;

    /// <summary>
    /// Inputs and layers in Keras's order: from the farthest from the outputs to the nearest, then as they are met when one
    /// walks from the outputs.
    /// </summary>
    public IReadOnlyList<GraphMember> Members => _content.Value.Members;

    /// <summary>The members, inputs as layers.</summary>
    public IReadOnlyList<Layer> AllLayers => _content.Value.AllLayers;

    /// <summary>The layers among the <see cref="Members"/>.</summary>
    public IReadOnlyList<Layer> Layers => _content.Value.Layers;

    /// <summary>
    /// Whether one call follows the other, each of another layer with one input: the graph then needs no explanation of what goes where.
    /// </summary>
    public bool IsChain => _content.Value.IsChain;

    /// <summary>Refuses outputs that depend on something else than the inputs.</summary>
    /// <exception cref="ArgumentException">There is such an output; the message names both.</exception>
    public LayerGraph Checked()
    {
        _ = _content.Value;
        return this;
    }

    /// <summary>The first of <see cref="AllLayers"/> with a name; null where there is none.</summary>
    public Layer? Find(string name) => _content.Value.ByName.GetValueOrDefault(name);

    /// <summary>The layers that work on data apart from the others; null where there are none.</summary>
    public GraphSplit? Split => _split.Value;

    /// <summary>Whether a tensor is an input or an output of the graph.</summary>
    public bool IsEnd(SymbolicTensor tensor) => _content.Value.Ends.Contains(tensor);

    /// <summary>Most calls from this one to an output.</summary>
    public int DepthOf(LayerCall call) => _content.Value.DepthOf(call);

    /// <summary>Most calls from an input to an output.</summary>
    public int DepthOf(SymbolicTensor input) => _content.Value.DepthOf(input);

    /// <summary>The shapes of all tensors, by their places, for inputs of some shapes.</summary>
    public Shape[] Shapes(ReadOnlySpan<Shape> inputs, GraphUses places)
    {
        var shapes = new Shape[places.Count];
        inputs.CopyTo(shapes);
        foreach (LayerCall call in Calls)
        {
            var given = new Shape[call.Given.Length];
            for (int i = 0; i < given.Length; i++) given[i] = shapes[places.PlaceOf(call.Given[i])];
            call.Layer.OutputShapes(new CallInputs<Shape>(call.Form, given)).CopyTo(shapes, places.PlaceOf(call.Outputs[0]));
        }

        return shapes;
    }
}
