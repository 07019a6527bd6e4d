namespace DeepSharp;

/// <summary>A layer or an input of a config that is being read, by its name.</summary>
internal sealed class FunctionalEntry(string name, Layer? layer)
{
    public string Name { get; } = name;

    /// <summary>Null for an input.</summary>
    public Layer? Layer { get; } = layer;

    /// <summary>The calls that the config lists; of an input none.</summary>
    public List<FunctionalNode> Nodes { get; } = [];

    /// <summary>What the calls gave so far, in order. An input counts as one call.</summary>
    public List<SymbolicTensor[]> Outputs { get; } = [];

    /// <summary>How many calls there will be.</summary>
    public int CallCount => Layer is null ? 1 : Nodes.Count;
}

/// <summary>A call of a layer that a config lists.</summary>
internal sealed class FunctionalNode(FunctionalEntry entry, int number, FunctionalArguments arguments)
{
    public FunctionalEntry Entry { get; } = entry;

    public int Number { get; } = number;

    /// <summary>What the layer is applied to, the masks last.</summary>
    public IReadOnlyList<TensorPlace> Inputs => arguments.Inputs;

    /// <summary>What each of the tensors is for.</summary>
    public CallForm Form => arguments.Form;

    /// <summary>The calls that wait for this one.</summary>
    public List<FunctionalNode> Waiting { get; } = [];

    /// <summary>How many calls this one waits for.</summary>
    public int Missing { get; set; }
}
