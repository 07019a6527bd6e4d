namespace DeepSharp;

// Axes in other orders, and values along them the other way round.
public static partial class Ops
{
    /// <summary>An axis moved to another place; the others keep their order.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="source">Which axis.</param>
    /// <param name="destination">Its place in the result.</param>
    /// <exception cref="ShapeException">There is no such axis or place.</exception>
    /// <example><code>Tensor channelsLast = Ops.MoveAxis(images, 1, -1);</code></example>
    public static Tensor MoveAxis(Tensor x, int source, int destination) => MoveAxis(x, [source], [destination]);

    /// <summary>Axes moved to other places; the others keep their order.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="source">Which axes, each once.</param>
    /// <param name="destination">The place in the result for each of them, each once.</param>
    /// <exception cref="ShapeException">There is no such axis or place, or one is named twice.</exception>
    public static Tensor MoveAxis(Tensor x, ReadOnlySpan<int> source, ReadOnlySpan<int> destination)
    {
        Shape shape = Require(x).Shape;
        var order = new int[shape.Rank];
        Array.Fill(order, -1);
        uint taken = 0;
        bool isClear = source.Length == destination.Length;
        for (int i = 0; isClear && i < source.Length; i++)
        {
            (int from, int to) = (shape.NormalizeAxis(source[i]), shape.NormalizeAxis(destination[i]));
            isClear = (taken >> from & 1) == 0 && order[to] < 0;
            taken |= 1u << from;
            order[to] = from;
        }

        if (!isClear)
        {
            throw new ShapeException(
                $"MoveAxis: expected as many different places as axes but got ({string.Join(", ", source.ToArray())}) to " +
                $"({string.Join(", ", destination.ToArray())}).");
        }

        int next = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] >= 0) continue;
            while ((taken >> next & 1) == 1) next++;
            order[i] = next++;
        }

        return x.Transpose(order);
    }

    /// <summary>Two axes that change places.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor SwapAxes(Tensor x, int axis1, int axis2)
    {
        int[] order = AxisPositions.Count(Require(x).Rank);
        (int first, int second) = (x.Shape.NormalizeAxis(axis1), x.Shape.NormalizeAxis(axis2));
        (order[first], order[second]) = (second, first);
        return x.Transpose(order);
    }

    /// <summary>All values in order, as a vector; a view.</summary>
    public static Tensor Ravel(Tensor x) => Require(x).Reshape([-1]);

    /// <summary>The values along an axis, or along all axes, in reverse order.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis; null for all.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, int? axis = null) =>
        axis is { } one ? Flip(x, [one]) : Flip(x, AxisPositions.Count(Require(x).Rank));

    /// <summary>The values along some axes in reverse order.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, ReadOnlySpan<int> axis)
    {
        int[][] axes = AxisPositions.Whole(Require(x).Shape);
        foreach (int one in axis) Array.Reverse(axes[x.Shape.NormalizeAxis(one)]);
        return AxisPositions.Choose("Flip", x, axes);
    }

    /// <summary>Columns, axis 1, in reverse order.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor FlipLR(Tensor x) => Flip(x, 1);

    /// <summary>Rows, axis 0, in reverse order.</summary>
    /// <exception cref="ShapeException">There is no axis.</exception>
    public static Tensor FlipUD(Tensor x) => Flip(x, 0);

    /// <summary>Values moved along an axis; what leaves at the end comes in at the start.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="shift">By how many places; below 0 to the start.</param>
    /// <param name="axis">The axis; null to move all values in order.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Roll(Tensor x, int shift, int? axis = null) =>
        axis is { } one ? Roll(x, [shift], [one]) : Roll(Require(x).Reshape([-1]), [shift], [0]).Reshape(x.Shape);

    /// <summary>Values moved along several axes, along each by its own number of places.</summary>
    /// <exception cref="ArgumentException">There are not as many shifts as axes, or one for all.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Roll(Tensor x, ReadOnlySpan<int> shift, ReadOnlySpan<int> axis)
    {
        Shape shape = Require(x).Shape;
        if (shift.Length != axis.Length && shift.Length != 1)
        {
            throw new ArgumentException(
                $"Roll: expected one shift, or {axis.Length}, one for each axis, but got {shift.Length}.", nameof(shift));
        }

        int[][] axes = AxisPositions.Whole(shape);
        for (int i = 0; i < axis.Length; i++)
        {
            int position = shape.NormalizeAxis(axis[i]), length = shape[position];
            if (length == 0) continue;
            int by = shift[shift.Length == 1 ? 0 : i] % length;
            int[] before = axes[position], after = new int[length];
            for (int at = 0; at < length; at++) after[(at + by + length) % length] = before[at];
            axes[position] = after;
        }

        return AxisPositions.Choose("Roll", x, axes);
    }

    /// <summary>Turned by quarters in the plane of two axes, from the first towards the second.</summary>
    /// <param name="array">Of two axes or more.</param>
    /// <param name="k">How many quarters; below 0 the other way round.</param>
    /// <param name="axes">The plane; null for the first two axes.</param>
    /// <exception cref="ShapeException">There are no such two axes.</exception>
    /// <example><code>Tensor turned = Ops.Rot90(images, k: 1, axes: (1, 2));</code></example>
    public static Tensor Rot90(Tensor array, int k = 1, (int First, int Second)? axes = null)
    {
        (int given, int towards) = axes ?? (0, 1);
        Shape shape = Require(array).Shape;
        (int first, int second) = (shape.NormalizeAxis(given), shape.NormalizeAxis(towards));
        if (first == second) throw new ShapeException($"Rot90: expected two different axes but got {given} and {towards}.");
        return (((k % 4) + 4) % 4) switch
        {
            1 => SwapAxes(Flip(array, second), first, second),
            2 => Flip(array, [first, second]),
            3 => Flip(SwapAxes(array, first, second), second),
            _ => array.Reshape(shape),
        };
    }
}
