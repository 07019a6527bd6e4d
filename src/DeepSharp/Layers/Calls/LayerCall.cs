namespace DeepSharp;

/// <summary>One application of a layer to symbolic tensors: a node of the graph that a model is made of.</summary>
internal sealed class LayerCall
{
    public LayerCall(Layer layer, int number, CallForm form, SymbolicTensor[] inputs, ReadOnlySpan<Shape> outputShapes)
    {
        (Layer, Number, Form, Inputs) = (layer, number, form, inputs);
        Outputs = new SymbolicTensor[outputShapes.Length];
        for (int i = 0; i < Outputs.Length; i++) Outputs[i] = new SymbolicTensor(outputShapes[i], layer.DTypeOfOutput(Operands, i), this, i);
    }

    public Layer Layer { get; }

    /// <summary>How many calls of the layer came before: Keras's node index.</summary>
    public int Number { get; }

    /// <summary>What each input is for, and the plain values of the call.</summary>
    public CallForm Form { get; }

    /// <summary>What the layer is applied to, and behind it the masks that were given.</summary>
    public SymbolicTensor[] Inputs { get; }

    /// <summary>What the layer is applied to.</summary>
    public ReadOnlySpan<SymbolicTensor> Operands => Inputs.AsSpan(0, Form.OperandCount);

    /// <summary>The masks that were given, each for one of the operands, in place of the one that it may carry.</summary>
    public ReadOnlySpan<SymbolicTensor> Masks => Inputs.AsSpan(Form.OperandCount);

    public SymbolicTensor[] Outputs { get; }
}
