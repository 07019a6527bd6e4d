namespace DeepSharp;

/// <summary>A reduction of some axes, or of all of them if none is named. Reduced axes go, or stay with length 1.</summary>
internal abstract class ReduceOp(int[] axes, bool keepDims) : Op
{
    /// <summary>The axes, or none for all.</summary>
    public int[] Axes => axes;

    /// <summary>Whether reduced axes stay, with length 1.</summary>
    public bool KeepDims => keepDims;

    public sealed override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        uint reduced = AxisMask(x);
        Span<int> lengths = stackalloc int[x.Rank];
        int rank = 0;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            bool isReduced = (reduced >> axis & 1) == 1;
            if (isReduced) CheckLength(x, axis);
            if (!isReduced || keepDims) lengths[rank++] = isReduced ? 1 : x[axis];
        }

        return Shape.Create(lengths[..rank]);
    }

    /// <summary>Refuses an axis that the reduction has no value for.</summary>
    protected virtual void CheckLength(Shape x, int axis)
    {
    }

    /// <summary>The reduced axes of an input as bits.</summary>
    protected uint AxisMask(Shape x)
    {
        if (axes.Length == 0) return (1u << x.Rank) - 1;
        uint mask = 0;
        foreach (int axis in axes)
        {
            uint bit = 1u << x.NormalizeAxis(axis);
            if ((mask & bit) != 0)
            {
                string got = string.Join(", ", axes.Select(one => $"{one}"));
                throw new ShapeException($"expected different axes but got ({got}), which name one twice. Name each once.");
            }

            mask |= bit;
        }

        return mask;
    }

    /// <summary>The lengths of the output with the reduced axes as 1.</summary>
    protected static Shape KeptShape(Shape x, uint reduced)
    {
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if ((reduced >> axis & 1) == 1) x = x.With(axis, 1);
        }

        return x;
    }
}
