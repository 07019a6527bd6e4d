using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Some consecutive rows of the first axis, as a view.</summary>
internal sealed class SliceOp(int start, int count) : Op
{
    public override string Name => "Slice";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The first one.</summary>
    public int Start => start;

    /// <summary>How many.</summary>
    public int Count => count;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 0) throw new ShapeException("expected at least one axis but got a single number, shape ().");
        if (start < 0 || count < 0 || start > x[0] - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"Slice: expected rows within 0 to {x[0]} of shape {x} but got {count} rows from {start}.");
        }

        return x.WithFirst(count);
    }

    public override int ViewOffset(Shape input) => start * input[1..].Size;

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> part = node.InputGradient(0).Slice(ViewOffset(node.InputShape(0)), node.Output.Size);
        TensorPrimitives.Add(part, node.OutputGradient, part);
    }
}
