using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>How much is put on, or taken off, both ends of each axis between batch and channels.</summary>
internal readonly record struct AxisMargins(AxisSizes Before, AxisSizes After)
{
    /// <summary>How many axes.</summary>
    public int Axes => Before.Count;

    /// <summary>Whether none is below 0.</summary>
    public bool AreNotNegative
    {
        get
        {
            bool all = true;
            for (int axis = 0; axis < Axes; axis++) all &= Before[axis] >= 0 && After[axis] >= 0;
            return all;
        }
    }

    /// <summary>A pair for each axis: <c>(1, 1), (0, 2)</c>.</summary>
    public override string ToString()
    {
        AxisMargins margins = this;
        return string.Join(", ", Enumerable.Range(0, Axes).Select(axis => $"({margins.Before[axis]}, {margins.After[axis]})"));
    }

    /// <summary>The block in a larger one, of which these are the margins.</summary>
    public BlockGeometry Geometry(Shape small, Shape large)
    {
        (AxisSizes inner, AxisSizes outer) = (Lengths(small), Lengths(large));
        return new BlockGeometry(small[0], small[^1], Three(inner, 1), Three(outer, 1), Three(Before, 0));
    }

    private AxisSizes Lengths(Shape shape) => new(shape.AsSpan()[1..^1]);

    private static (int, int, int) Three(AxisSizes sizes, int missing) => sizes.Count switch
    {
        1 => (missing, missing, sizes[0]),
        2 => (missing, sizes[0], sizes[1]),
        _ => (sizes[0], sizes[1], sizes[2]),
    };
}
