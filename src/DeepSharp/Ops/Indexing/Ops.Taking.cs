namespace DeepSharp;

// Values by their positions.
public static partial class Ops
{
    /// <summary>Slices along an axis by their positions.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="indices">Whole numbers, of any shape; negative ones count from the end. No gradient.</param>
    /// <param name="axis">The axis; null to count through all values in order.</param>
    /// <returns>The axis of <paramref name="x"/> is replaced by the axes of <paramref name="indices"/>.</returns>
    /// <exception cref="ShapeException">There is no such axis, or the result has more axes than a tensor can have.</exception>
    /// <exception cref="ArgumentException">An index is no position along the axis.</exception>
    /// <example><code>Tensor chosen = Ops.Take(x, [2, 0, -1], axis: 1);</code></example>
    public static Tensor Take(Tensor x, Tensor indices, int? axis = null)
    {
        if (axis is null) return Take(Require(x).Reshape([-1]), indices, 0);
        Shape shape = Require(x).Shape, places = Require(indices).Shape;
        int position = shape.NormalizeAxis(axis.Value);
        int[] chosen = AxisPositions.Indices("Take", indices, shape[position]);
        Tensor taken = AxisPositions.ChooseAlong("Take", x, position, chosen);
        return places.Rank == 1 ? taken
            : taken.Reshape(Shape.Create([.. shape.AsSpan()[..position], .. places.AsSpan(), .. shape.AsSpan()[(position + 1)..]]));
    }

    /// <summary>One value for each index: along an axis each index chooses in its own line.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="indices">
    /// Whole numbers; negative ones count from the end. As many axes as <paramref name="x"/>; the others broadcast. No gradient.
    /// </param>
    /// <param name="axis">The axis; null to count through all values in order, with indices of one axis.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there is no such axis.</exception>
    /// <exception cref="ArgumentException">An index is no position along the axis.</exception>
    /// <example><code>Tensor sorted = Ops.TakeAlongAxis(x, Ops.ArgSort(x, axis: 1), axis: 1);</code></example>
    public static Tensor TakeAlongAxis(Tensor x, Tensor indices, int? axis = null)
    {
        if (axis is null) return TakeAlongAxis(Require(x).Reshape([-1]), Require(indices).Reshape([-1]), 0);
        Shape shape = Require(x).Shape, places = Require(indices).Shape;
        int position = shape.NormalizeAxis(axis.Value);
        if (shape.Rank != places.Rank)
        {
            throw new ShapeException($"TakeAlongAxis: expected indices of {shape.Rank} axes, as x of {shape} has, but got {places}.");
        }

        int length = shape[position], chosen = places[position];
        Shape others = Shape.Broadcast(shape.With(position, 1), places.With(position, 1));
        x = x.BroadcastTo(others.With(position, length));
        indices = indices.BroadcastTo(others.With(position, chosen));
        int[] positions = AxisPositions.Indices("TakeAlongAxis", indices, length);
        AxisView view = AxisView.Of(indices.Shape, position);
        for (int i = 0; i < positions.Length; i++)
        {
            (int outer, int inner) = (i / (view.Length * view.Inner), i % view.Inner);
            positions[i] = (outer * length + positions[i]) * view.Inner + inner;
        }

        return Tape.Run(new GatherOp("TakeAlongAxis", positions, indices.Shape), x);
    }

    /// <summary>A block of a tensor: as many values along each axis as given, from a start.</summary>
    /// <param name="inputs">Of any shape.</param>
    /// <param name="startIndices">The first position along each axis.</param>
    /// <param name="shape">How many along each; -1 for the rest of the axis.</param>
    /// <exception cref="ShapeException">The block does not lie within the tensor, or has another number of axes.</exception>
    /// <example><code>Tensor middle = Ops.Slice(x, [1, 2], [2, 3]);</code></example>
    public static Tensor Slice(Tensor inputs, ReadOnlySpan<int> startIndices, ReadOnlySpan<int> shape)
    {
        Shape whole = Require(inputs).Shape;
        int[][] axes = BlockOf("Slice", whole, startIndices, shape);
        return AxisPositions.Choose("Slice", inputs, axes);
    }

    /// <summary>A tensor with a block of it replaced.</summary>
    /// <param name="inputs">Of any shape.</param>
    /// <param name="startIndices">Where the block begins along each axis.</param>
    /// <param name="updates">The block, with as many axes.</param>
    /// <exception cref="ShapeException">The block does not lie within the tensor, or has another number of axes.</exception>
    /// <example><code>Tensor updated = Ops.SliceUpdate(x, [1, 1], block);</code></example>
    public static Tensor SliceUpdate(Tensor inputs, ReadOnlySpan<int> startIndices, Tensor updates)
    {
        Shape whole = Require(inputs).Shape;
        int[][] axes = BlockOf("SliceUpdate", whole, startIndices, Require(updates).Shape.AsSpan());
        for (int axis = 0; axis < axes.Length; axis++)
        {
            // The other way round: for each position of the whole the place in the block, or none.
            var back = new int[whole[axis]];
            Array.Fill(back, -1);
            for (int i = 0; i < axes[axis].Length; i++) back[axes[axis][i]] = i;
            axes[axis] = back;
        }

        Tensor block = AxisPositions.Choose("SliceUpdate", updates, axes);
        Tensor isBlock = AxisPositions.Choose("SliceUpdate", Ones(updates.Shape), axes);
        return Where(isBlock, block, inputs);
    }

    /// <summary>Tensors of one axis less: the slices along an axis, as an array.</summary>
    /// <param name="x">Of one axis or more.</param>
    /// <param name="num">How many slices there have to be; null for any number.</param>
    /// <param name="axis">The axis that goes.</param>
    /// <exception cref="ShapeException">There is no such axis, or it has another length.</exception>
    public static Tensor[] Unstack(Tensor x, int? num = null, int axis = 0)
    {
        int position = Require(x).Shape.NormalizeAxis(axis), length = x.Shape[position];
        if (num is { } expected && expected != length)
        {
            throw new ShapeException($"Unstack: expected {expected} slices along axis {axis} but got {x.Shape}.");
        }

        var parts = new Tensor[length];
        for (int i = 0; i < parts.Length; i++) parts[i] = Squeeze(Part(x, position, i, 1), position);
        return parts;
    }

    private static int[][] BlockOf(string name, Shape whole, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        bool fits = starts.Length == whole.Rank && lengths.Length == whole.Rank;
        var axes = new int[whole.Rank][];
        for (int axis = 0; fits && axis < axes.Length; axis++)
        {
            int start = starts[axis], length = lengths[axis] == -1 ? whole[axis] - start : lengths[axis];
            fits = start >= 0 && length >= 0 && start <= whole[axis] - length;
            if (!fits) break;
            axes[axis] = AxisPositions.Count(length);
            foreach (ref int position in axes[axis].AsSpan()) position += start;
        }

        if (fits) return axes;
        throw new ShapeException(
            $"{name}: expected a block within {whole} but got one of ({string.Join(", ", lengths.ToArray())}) from " +
            $"({string.Join(", ", starts.ToArray())}).");
    }
}
