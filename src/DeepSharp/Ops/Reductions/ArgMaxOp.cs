using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The position of the largest value along an axis, the first of equal ones. It has no gradient.</summary>
internal sealed class ArgMaxOp(int axis) : Op
{
    public override string Name => "ArgMax";

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        int position = x.NormalizeAxis(axis);
        if (x[position] == 0) throw new ShapeException($"expected at least one value on axis {position} but got {x}.");
        Span<int> lengths = stackalloc int[x.Rank - 1];
        x.AsSpan()[..position].CopyTo(lengths);
        x.AsSpan()[(position + 1)..].CopyTo(lengths[position..]);
        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        AxisView view = AxisView.Of(node.InputShape(0), axis);
        ReductionKernels.ArgMax(node.Input(0), view.Outer, view.Length, view.Inner, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
    }
}
