namespace DeepSharp;

/// <summary>
/// The gradient of an input of an op that does not say it in terms of ops: values that are right, and that have no gradient. Inputs: the
/// gradient of the output, and what the op was run on.
/// </summary>
internal sealed class FirstGradientOp : Op
{
    private FirstGradientOp(Op op, Tensor value) => (Op, Value) = (op, value);

    public override string Name => $"Gradient of {Op.Name}";

    /// <summary>The op whose gradient it is.</summary>
    public Op Op { get; }

    /// <summary>The gradient.</summary>
    public Tensor Value { get; }

    /// <summary>A value as what depends on the inputs of an execution and on the gradient of its output.</summary>
    public static Tensor Run(Node node, Tensor value, Tensor gradient) =>
        Tape.Run(new FirstGradientOp(node.Op, value), [gradient, .. node.Inputs]);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Value.Shape;

    public override void Forward(Node node) => Value.Values.CopyTo(node.OutputSpan);

    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Backward(Node node) => throw new NotSupportedException(
        $"{Op.Name} has no second derivative: a gradient that went through it was differentiated again. Let the inner Gradient go " +
        "through other ops or layers, or, where that gradient is to count as a constant, put Ops.StopGradient around it. " +
        "docs/training.md lists what has second derivatives.");
}
