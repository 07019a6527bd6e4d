using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// An element-wise function of two tensors under NumPy's broadcasting. A new one is a function in Kernels and a line in
/// <see cref="MathOps"/>.
/// </summary>
internal sealed class BroadcastBinaryOp<TFunction>(string name, TFunction function) : Op
    where TFunction : unmanaged, IBinaryFunction, IBinaryGradient
{
    public override string Name => name;

    /// <summary>The function, with its parameters.</summary>
    public TFunction Function => function;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape.Broadcast(inputs[0], inputs[1]);

    public override void Forward(Node node) =>
        BroadcastKernels.Map(Geometry(node), node.Input(0), node.Input(1), node.OutputSpan, function);

    public override void Backward(Node node)
    {
        AddGradient(node, 0, Operand.Left);
        AddGradient(node, 1, Operand.Right);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        (Tensor a, Tensor b) = (inputs[0], inputs[1]);
        Tensor? part = index == 0 ? BinarySlopes.Left(function, a, b, gradient) : BinarySlopes.Right(function, a, b, output, gradient);
        return part is null ? null : BinarySlopes.Shrink(part, inputs[index]);
    }

    private void AddGradient(Node node, int index, Operand operand)
    {
        if (!node.Needs(index)) return;
        Span<float> gradient = node.InputGradient(index, out bool accumulate);
        BroadcastKernels.AccumulateGradient(
            Geometry(node), operand, node.Input(0), node.Input(1), node.OutputSpan, node.OutputGradient, gradient, function, accumulate);
    }

    private static BroadcastGeometry Geometry(Node node)
    {
        Shape left = node.InputShape(0), right = node.InputShape(1);
        return BroadcastGeometry.Create(left.AsSpan(), right.AsSpan());
    }
}
