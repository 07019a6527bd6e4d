namespace DeepSharp;

/// <summary>
/// The values of every sample under another shape, as a view; one length of <paramref name="target"/>, the shape of a sample, may be
/// <see cref="Shape.Any"/> and follows from the rest.
/// </summary>
internal sealed class SampleReshapeOp(Shape target) : Op
{
    public override string Name => "Reshape";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The shape of the output, or of a sample of it.</summary>
    public Shape Target => target;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; where lengths of a sample are unknown, so is the one that would follow from them.</summary>
    /// <exception cref="ShapeException">The input has no batch axis, or another number of values a sample.</exception>
    public Shape InferShape(Shape input)
    {
        if (input.Rank == 0)
        {
            throw new ShapeException("expected an input with a batch axis but got a single number, shape (). Reshape it to [1, 1] first.");
        }

        Shape sample = input[1..];
        if (!sample.IsKnown) return target.Prepend(input[0]);
        int unknown = target.AsSpan().IndexOf(Shape.Any);
        long size = sample.Size, known = target.KnownSize;
        Shape result = unknown >= 0 && known > 0 ? target.With(unknown, (int)(size / known)) : target;
        if (!result.IsKnown || result.KnownSize != size)
        {
            throw new ShapeException(
                $"expected samples that fill the target shape {target} but got the input {input}, samples of {size} values. The product " +
                "of the lengths must stay the same; one of them may be -1.");
        }

        return result.Prepend(input[0]);
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
