namespace DeepSharp;

/// <summary>
/// A batch of steps, (batch · steps, ...), as sequences again, as a view. A second input, (batch, steps, ...), says how many there are.
/// </summary>
internal sealed class StepsApartOp : Op
{
    private StepsApartOp()
    {
    }

    public static StepsApartOp Instance { get; } = new();

    public override string Name => "StepsApart";

    public override bool IsLinearIn(int index) => index == 0;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape like) = (inputs[0], inputs[1]);
        if (x.Rank >= 1 && x[0] == (long)like[0] * like[1]) return x[1..].Prepend(like[1]).Prepend(like[0]);
        throw new ShapeException($"expected one value or more for each of the {(long)like[0] * like[1]} steps of {like} but got {x}.");
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
