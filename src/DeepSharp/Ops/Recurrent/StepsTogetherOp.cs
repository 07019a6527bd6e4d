namespace DeepSharp;

/// <summary>Sequences (batch, steps, ...) as one batch of their steps, (batch · steps, ...), as a view.</summary>
internal sealed class StepsTogetherOp : Op
{
    private StepsTogetherOp()
    {
    }

    public static StepsTogetherOp Instance { get; } = new();

    public override string Name => "StepsTogether";

    public override bool IsLinearIn(int index) => true;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank >= 2) return x[2..].Prepend(Shape.LengthOf((long)x[0] * x[1]));
        throw new ShapeException($"expected an input (batch, steps, ...) but got {x}.");
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
