using System.Globalization;

namespace DeepSharp;

/// <summary>Positions of values in a tensor, counted through, from positions along its axes.</summary>
internal static class AxisPositions
{
    /// <summary>
    /// Values of a tensor chosen along each axis by itself: the value at (i, j, ...) of the result is that at (axes[0][i], axes[1][j], ...)
    /// of the tensor. A position of -1 stands for the constant.
    /// </summary>
    public static Tensor Choose(string name, Tensor x, int[][] axes, float constant = 0f)
    {
        Span<int> lengths = stackalloc int[axes.Length];
        for (int axis = 0; axis < axes.Length; axis++) lengths[axis] = axes[axis].Length;
        var shape = Shape.Create(lengths);
        shape.RequireArray();
        var positions = new int[shape.Size];
        if (positions.Length > 0) Fill(positions, x.Shape, axes);
        return Tape.Run(new GatherOp(name, positions, shape, constant), x);
    }

    /// <summary>The same along one axis; the others stay as they are.</summary>
    public static Tensor ChooseAlong(string name, Tensor x, int axis, int[] chosen, float constant = 0f)
    {
        int[][] axes = Whole(x.Shape);
        axes[x.Shape.NormalizeAxis(axis)] = chosen;
        return Choose(name, x, axes, constant);
    }

    /// <summary>All positions along each axis.</summary>
    public static int[][] Whole(Shape shape)
    {
        var axes = new int[shape.Rank][];
        for (int axis = 0; axis < axes.Length; axis++) axes[axis] = Count(shape[axis]);
        return axes;
    }

    /// <summary>0, 1, ... to before a number.</summary>
    public static int[] Count(int length)
    {
        var numbers = new int[length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i;
        return numbers;
    }

    /// <summary>Values as positions along an axis of a length, where negative ones count from the end.</summary>
    /// <exception cref="ArgumentException">A value is no whole number, or there is no such position.</exception>
    public static int[] Indices(string name, Tensor indices, int length)
    {
        ReadOnlySpan<float> values = indices.Values;
        var positions = new int[values.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            float value = values[i];
            if (!(value >= -length && value < length) || value != MathF.Truncate(value))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}: expected whole numbers from {-length} to {length - 1} as positions along an axis of {length} but got " +
                    $"{value}."));
            }

            positions[i] = (int)value + (value < 0 ? length : 0);
        }

        return positions;
    }

    /// <summary>The first position of every line along the last axis of coordinates: coordinates (..., rank) into a shape.</summary>
    /// <exception cref="ShapeException">The last axis is longer than the shape has axes.</exception>
    /// <exception cref="ArgumentException">A coordinate lies outside.</exception>
    public static int[] Blocks(string name, Tensor coordinates, Shape shape)
    {
        int depth = coordinates.Rank == 0 ? 0 : coordinates.Shape[^1];
        if (coordinates.Rank == 0 || depth == 0 || depth > shape.Rank)
        {
            throw new ShapeException(
                $"{name}: expected indices of shape (..., depth) with a depth from 1 to {shape.Rank}, the axes of {shape}, but got " +
                $"{coordinates.Shape}.");
        }

        ReadOnlySpan<float> values = coordinates.Values;
        var starts = new int[values.Length / depth];
        for (int i = 0; i < starts.Length; i++)
        {
            int at = 0;
            for (int axis = 0; axis < depth; axis++)
            {
                float value = values[i * depth + axis];
                int length = shape[axis];
                if (!(value >= -length && value < length) || value != MathF.Truncate(value))
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"{name}: expected whole numbers from {-length} to {length - 1} along axis {axis} of {shape} but got {value}."));
                }

                at = at * length + (int)value + (value < 0 ? length : 0);
            }

            starts[i] = at * shape[depth..].Size;
        }

        return starts;
    }

    // An odometer over the result: the last axis runs fastest.
    private static void Fill(int[] positions, Shape shape, int[][] axes)
    {
        int rank = axes.Length;
        Span<int> index = stackalloc int[rank];
        Span<int> strides = stackalloc int[rank];
        index.Clear();
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        int last = rank - 1;
        for (int i = 0; i < positions.Length;)
        {
            int start = 0;
            bool isConstant = false;
            for (int axis = 0; axis < last; axis++)
            {
                isConstant |= axes[axis][index[axis]] < 0;
                start += axes[axis][index[axis]] * strides[axis];
            }

            if (rank == 0)
            {
                positions[i++] = 0;
                continue;
            }

            foreach (int column in axes[last]) positions[i++] = isConstant || column < 0 ? -1 : start + column;
            for (int axis = last - 1; axis >= 0 && ++index[axis] == axes[axis].Length; axis--) index[axis] = 0;
        }
    }
}
