namespace DeepSharp;

/// <summary>
/// One application of a layer to symbolic tensors: a node of the graph that a model is made of. <see cref="Model.Calls"/> has all in
/// their order.
/// </summary>
/// <remarks>
/// The parameters of the layer are its properties, such as <c>Conv2D.Strides</c>. Arithmetic (<c>x + 2</c>) and the operations of
/// <c>keras.ops</c> stand as layers too: <see cref="DeepSharp.Layer.ClassName"/> and <see cref="DeepSharp.Layer.ToConfig"/> tell
/// what they do.
/// </remarks>
/// <example><code>
/// foreach (LayerCall call in model.Calls)
/// {
///     Console.WriteLine($"{call.Outputs[0].Name} = {call.Layer.ClassName}({string.Join(", ", call.Operands)})");
/// }
/// </code></example>
public sealed class LayerCall
{
    internal LayerCall(Layer layer, int number, CallForm form, SymbolicTensor[] inputs, ReadOnlySpan<Shape> outputShapes)
    {
        (Layer, Number, Form, Tensors) = (layer, number, form, inputs);
        OutputTensors = new SymbolicTensor[outputShapes.Length];
        for (int i = 0; i < OutputTensors.Length; i++)
        {
            OutputTensors[i] = new SymbolicTensor(outputShapes[i], layer.DTypeOfOutput(Given, i), this, i);
        }
    }

    /// <summary>The layer; a model where models nest, whose own calls lie between its inputs and outputs.</summary>
    public Layer Layer { get; }

    /// <summary>How many calls of the layer came before, in this model and others: Keras's node index.</summary>
    public int Number { get; }

    /// <summary>What the layer works on, in the order of its arguments, which is that of its inputs.</summary>
    public IReadOnlyList<CallOperand> Operands
    {
        get
        {
            var operands = new List<CallOperand>();
            for (int i = 0; i < Form.Signature.Arguments.Count; i++)
            {
                (int start, int count) = Form.RangeOf(i);
                string name = Form.Signature.Arguments[i].Name;
                for (int j = start; j < start + count; j++) operands.Add(new(name, Tensors[j], mask: MaskOf(j)));
            }

            (float? before, float? after) = Layer.Constants;
            if (before is { } left) return [new("x1", null, left), new("x2", Tensors[0])];
            if (after is { } right) return [new("x1", Tensors[0]), new("x2", null, right)];
            return operands;
        }
    }

    /// <summary>The plain values that the call gave, by Keras's names, such as <c>use_causal_mask</c>.</summary>
    public IReadOnlyDictionary<string, CallOption> Options
    {
        get
        {
            var options = new Dictionary<string, CallOption>();
            for (int i = 0; i < Form.Signature.Arguments.Count; i++)
            {
                if (Form.OptionOf(i) is { } option) options.Add(Form.Signature.Arguments[i].Name, option);
            }

            return options;
        }
    }

    /// <summary>Whether the call always acts as in training, or never; null for as the model does.</summary>
    public bool? Training => Form.Training;

    /// <summary>What the layer gives.</summary>
    public IReadOnlyList<SymbolicTensor> Outputs => OutputTensors;

    internal SymbolicTensor[] OutputTensors { get; }

    /// <summary>What each tensor is for, and the plain values of the call.</summary>
    internal CallForm Form { get; }

    /// <summary>What the layer is applied to, and behind it the masks that were given.</summary>
    internal SymbolicTensor[] Tensors { get; }

    /// <summary>What the layer is applied to.</summary>
    internal ReadOnlySpan<SymbolicTensor> Given => Tensors.AsSpan(0, Form.OperandCount);

    /// <summary>The masks that were given, each for one of the operands, in place of the one that it may carry.</summary>
    internal ReadOnlySpan<SymbolicTensor> Masks => Tensors.AsSpan(Form.OperandCount);

    /// <summary>The layer and its operands: <c>add(x1=dense, x2=2)</c>.</summary>
    public override string ToString() => $"{Layer.Name}({string.Join(", ", Operands)})";

    private SymbolicTensor? MaskOf(int operand)
    {
        int place = Array.IndexOf(Form.MaskTargets, operand);
        return place < 0 ? null : Masks[place];
    }
}
