using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>A copy stretched to a larger shape by NumPy's rules.</summary>
internal sealed class BroadcastToOp(Shape target) : Op
{
    public override string Name => "BroadcastTo";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The shape of the output, or of a sample of it.</summary>
    public Shape Target => target;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (Shape.Broadcast(inputs[0], target) != target)
        {
            throw new ShapeException(
                $"expected a shape that {inputs[0]} stretches to but got {target}. " +
                "Only axes of length 1 and missing leading axes stretch.");
        }

        return target;
    }

    public override void Forward(Node node) =>
        BroadcastKernels.Expand(Geometry(node), node.Input(0), node.OutputSpan, 1f, accumulate: false);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        ReductionKernels.SumToShape(Geometry(node), Operand.Left, node.OutputGradient, gradient, 1f, accumulate);
    }

    private static BroadcastGeometry Geometry(Node node)
    {
        Shape x = node.InputShape(0), y = node.Output.Shape;
        return BroadcastGeometry.Create(x.AsSpan(), y.AsSpan());
    }
}
