namespace DeepSharp;

/// <summary>The same values with an axis of length 1 more, as a view: (batch, n) to (batch, n, 1).</summary>
/// <param name="axis">Where the new axis is in the result; negative ones count from its end.</param>
internal sealed class ExpandDimsOp(int axis) : Op
{
    /// <summary>(batch, n) to (batch, n, 1).</summary>
    public static ExpandDimsOp Last { get; } = new(-1);

    public override string Name => "ExpandDims";

    public int Axis => axis;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        if (input.Rank == Shape.MaxRank)
        {
            throw new ShapeException($"expected at most {Shape.MaxRank - 1} axes to add one to but got {input}.");
        }

        int position = input.Prepend(1).NormalizeAxis(axis);
        Span<int> lengths = stackalloc int[input.Rank + 1];
        input.AsSpan()[..position].CopyTo(lengths);
        lengths[position] = 1;
        input.AsSpan()[position..].CopyTo(lengths[(position + 1)..]);
        return Shape.Create(lengths);
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
