namespace DeepSharp;

/// <summary>The same values with a last axis of length 1 more, or without it, as a view: (batch,) and (batch, 1).</summary>
internal sealed class LastAxisOp : Op
{
    private readonly bool _adds;

    private LastAxisOp(bool adds) => _adds = adds;

    /// <summary>(batch, n) to (batch, n, 1).</summary>
    public static LastAxisOp Add { get; } = new(adds: true);

    /// <summary>(batch, n, 1) to (batch, n).</summary>
    public static LastAxisOp Remove { get; } = new(adds: false);

    public override string Name => _adds ? "ExpandDims" : "Squeeze";

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape input = inputs[0];
        if (!_adds)
        {
            return input.Rank > 0 && input[^1] == 1 ? input[..^1]
                : throw new ShapeException($"expected a last axis of length 1 to remove but got {input}.");
        }

        if (input.Rank == Shape.MaxRank)
        {
            throw new ShapeException($"expected at most {Shape.MaxRank - 1} axes to add one to but got {input}.");
        }

        Span<int> lengths = stackalloc int[input.Rank + 1];
        input.AsSpan().CopyTo(lengths);
        lengths[^1] = 1;
        return Shape.Create(lengths);
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
