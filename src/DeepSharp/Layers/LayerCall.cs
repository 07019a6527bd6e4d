namespace DeepSharp;

/// <summary>One application of a layer to symbolic tensors: a node of the graph that a model is made of.</summary>
internal sealed class LayerCall
{
    public LayerCall(
        Layer layer, int number, ReadOnlySpan<SymbolicTensor> inputs, SymbolicTensor? mask, ReadOnlySpan<Shape> outputShapes, bool? training)
    {
        (Layer, Number, Mask, Training) = (layer, number, mask, training);
        Inputs = mask is null ? inputs.ToArray() : [.. inputs, mask];
        Outputs = new SymbolicTensor[outputShapes.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = new SymbolicTensor(outputShapes[i], this, i);
    }

    public Layer Layer { get; }

    /// <summary>How many calls of the layer came before: Keras's node index.</summary>
    public int Number { get; }

    /// <summary>What the layer is applied to, and behind it the <see cref="Mask"/>, if one was given.</summary>
    public SymbolicTensor[] Inputs { get; }

    /// <summary>What the layer is applied to.</summary>
    public ReadOnlySpan<SymbolicTensor> Operands => Inputs.AsSpan(0, Mask is null ? Inputs.Length : Inputs.Length - 1);

    /// <summary>The mask that was given by hand for the first operand; null for the one that it carries, if any.</summary>
    public SymbolicTensor? Mask { get; }

    public SymbolicTensor[] Outputs { get; }

    /// <summary>Whether the call acts as in training, whatever the model does; null for as the model does.</summary>
    public bool? Training { get; }
}
