namespace DeepSharp;

/// <summary>The same values as another tensor: a view that can have its own mask.</summary>
internal sealed class SameOp : Op
{
    private SameOp()
    {
    }

    public static SameOp Instance { get; } = new();

    public override string Name => "Same";

    public override bool IsLinearIn(int index) => true;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
