namespace DeepSharp;

/// <summary>The same values with an axis of length 1 more, as a view: (batch, n) to (batch, n, 1).</summary>
/// <param name="axis">Where the new axis is in the result; negative ones count from its end.</param>
internal sealed class ExpandDimsOp(int axis) : Op
{
    /// <summary>(batch, n) to (batch, n, 1).</summary>
    public static ExpandDimsOp Last { get; } = new(-1);

    public override string Name => "ExpandDims";

    public override bool IsLinearIn(int index) => true;

    public int Axis => axis;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Insert(axis, 1);

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
