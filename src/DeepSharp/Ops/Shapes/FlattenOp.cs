namespace DeepSharp;

/// <summary>All axes after the first as one, as a view: (batch, ...) to (batch, features).</summary>
internal sealed class FlattenOp : Op
{
    private FlattenOp()
    {
    }

    public static FlattenOp Instance { get; } = new();

    public override string Name => "Flatten";

    public override bool IsLinearIn(int index) => true;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has no batch axis.</exception>
    public static Shape InferShape(Shape input)
    {
        if (input.Rank == 0)
        {
            throw new ShapeException("expected an input with a batch axis but got a single number, shape (). Reshape it to [1, 1] first.");
        }

        Shape sample = input[1..];
        return [input[0], sample.IsKnown ? sample.Size : Shape.Any];
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
