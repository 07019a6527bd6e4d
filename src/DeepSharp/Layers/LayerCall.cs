namespace DeepSharp;

/// <summary>One application of a layer to symbolic tensors: a node of the graph that a model is made of.</summary>
internal sealed class LayerCall
{
    public LayerCall(Layer layer, int number, ReadOnlySpan<SymbolicTensor> inputs, ReadOnlySpan<Shape> outputShapes)
    {
        (Layer, Number, Inputs) = (layer, number, inputs.ToArray());
        Outputs = new SymbolicTensor[outputShapes.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = new SymbolicTensor(outputShapes[i], this, i);
    }

    public Layer Layer { get; }

    /// <summary>How many calls of the layer came before: Keras's node index.</summary>
    public int Number { get; }

    public SymbolicTensor[] Inputs { get; }

    public SymbolicTensor[] Outputs { get; }
}
