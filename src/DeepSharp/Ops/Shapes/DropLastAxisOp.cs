namespace DeepSharp;

/// <summary>The same values without a last axis of length 1, as a view: (batch, n, 1) to (batch, n).</summary>
internal sealed class DropLastAxisOp : Op
{
    private DropLastAxisOp()
    {
    }

    public static DropLastAxisOp Instance { get; } = new();

    public override string Name => "Squeeze";

    public override bool IsLinearIn(int index) => true;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0] is { Rank: > 0 } input && input[^1] == 1
        ? input[..^1]
        : throw new ShapeException($"expected a last axis of length 1 to remove but got {inputs[0]}.");

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
