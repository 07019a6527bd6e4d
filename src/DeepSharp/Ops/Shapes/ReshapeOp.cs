namespace DeepSharp;

/// <summary>The same values under another shape; one length may be <see cref="Shape.Any"/> (-1) and follows from the rest.</summary>
internal sealed class ReshapeOp(Shape target) : Op
{
    public override string Name => "Reshape";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The shape of the output, or of a sample of it.</summary>
    public Shape Target => target;

    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Resolve(target, inputs[0]);

    /// <summary>The shape that a target stands for, where one of its lengths may follow from the rest.</summary>
    /// <exception cref="ShapeException">It does not hold as many values.</exception>
    public static Shape Resolve(Shape target, Shape input)
    {
        // A second length that is not known stays so, and is refused.
        int unknown = target.AsSpan().IndexOf(Shape.Any);
        long known = target.KnownSize;
        int size = input.Size;
        Shape result = unknown >= 0 && known > 0 ? target.With(unknown, (int)(size / known)) : target;
        if (!result.IsKnown || result.KnownSize != size)
        {
            throw new ShapeException(
                $"expected a shape that holds the {size} values of {input} but got {target}. The product of the lengths must stay " +
                $"the same; one of them may be -1.");
        }

        return result;
    }

    public override void Backward(Node node)
    {
        if (node.Needs(0)) node.PassGradient(0);
    }
}
