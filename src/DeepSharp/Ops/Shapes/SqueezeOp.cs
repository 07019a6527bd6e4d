namespace DeepSharp;

/// <summary>The same values without an axis of length 1, as a view: (batch, 1, n) to (batch, n).</summary>
/// <param name="axis">The axis; negative ones count from the end.</param>
internal sealed class SqueezeOp(int axis) : Op
{
    public override string Name => "Squeeze";

    public override bool IsLinearIn(int index) => true;

    public int Axis => axis;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        int position = inputs[0].NormalizeAxis(axis);
        if (inputs[0][position] == 1)
        {
            Span<int> lengths = stackalloc int[Shape.MaxRank];
            ReadOnlySpan<int> all = inputs[0].AsSpan();
            all[..position].CopyTo(lengths);
            all[(position + 1)..].CopyTo(lengths[position..]);
            return Shape.Create(lengths[..(all.Length - 1)]);
        }

        throw new ShapeException($"expected an axis {axis} of length 1 but got {inputs[0]}.");
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
