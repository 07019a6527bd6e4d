namespace DeepSharp;

/// <summary>One application of a layer to symbolic tensors: a node of the graph that a model is made of.</summary>
internal sealed class LayerCall
{
    public LayerCall(Layer layer, int number, ReadOnlySpan<SymbolicTensor> inputs, ReadOnlySpan<Shape> outputShapes, bool? training)
    {
        (Layer, Number, Inputs, Training) = (layer, number, inputs.ToArray(), training);
        Outputs = new SymbolicTensor[outputShapes.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = new SymbolicTensor(outputShapes[i], this, i);
    }

    public Layer Layer { get; }

    /// <summary>How many calls of the layer came before: Keras's node index.</summary>
    public int Number { get; }

    public SymbolicTensor[] Inputs { get; }

    public SymbolicTensor[] Outputs { get; }

    /// <summary>Whether the call acts as in training, whatever the model does; null for as the model does.</summary>
    public bool? Training { get; }
}
