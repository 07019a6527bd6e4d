namespace DeepSharp;

/// <summary>
/// The gradient of an op by an input that it <see cref="Op.IsLinearIn"/>. Inputs: those of the op, with the gradient of the output in
/// the place of that input.
/// </summary>
/// <remarks>
/// It is the same form ⟨f(x, w), g⟩ as the op, seen from another of its arguments, and linear in each of the others: so its gradients are
/// the op itself and the op's other gradients, and so on for ever.
/// </remarks>
/// <param name="op">The op.</param>
/// <param name="index">The input.</param>
/// <param name="shape">Its shape.</param>
/// <param name="saved">An execution that has saved what the backward pass needs; null if it needs nothing.</param>
internal sealed class AdjointOp(Op op, int index, Shape shape, Node? saved) : Op
{
    public override string Name => $"Gradient of {op.Name}";

    /// <summary>The op whose gradient it is.</summary>
    public Op Op => op;

    /// <summary>By which input.</summary>
    public int Index => index;

    /// <summary>The shape of that input.</summary>
    public Shape Shape => shape;

    /// <summary>An execution that has saved what the backward pass needs.</summary>
    public Node? Saved => saved;

    /// <summary>The gradient of an input of an execution.</summary>
    public static Tensor Run(Node node, int index, Tensor gradient) => Run(node.Op, node.Inputs, index, gradient, node);

    /// <summary>The gradient of an input of an op that saves nothing for its backward pass.</summary>
    public static Tensor Run(Op op, ReadOnlySpan<Tensor> inputs, int index, Tensor gradient) => Run(op, inputs, index, gradient, null);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => shape;

    public override void Forward(Node node)
    {
        // Of the input itself only the shape counts, and of the output too.
        Tensor[] inputs = node.Inputs.ToArray();
        Tensor gradient = inputs[index];
        inputs[index] = node.Output;
        FirstGradients.Of(op, inputs, gradient, saved, gradient, index).Values.CopyTo(node.OutputSpan);
    }

    public override void Backward(Node node) => node.BackwardByOps();

    public override Tensor? GradientOps(int input, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        if (!op.IsLinearIn(input)) return null;
        Tensor[] operands = inputs.ToArray();
        operands[index] = gradient;
        return input == index ? Tape.Run(op, operands) : Run(op, operands, input, inputs[index], null);
    }

    private static Tensor Run(Op op, ReadOnlySpan<Tensor> inputs, int index, Tensor gradient, Node? saved)
    {
        Tensor[] operands = inputs.ToArray();
        operands[index] = gradient;
        return Tape.Run(new AdjointOp(op, index, inputs[index].Shape, saved), operands);
    }
}
