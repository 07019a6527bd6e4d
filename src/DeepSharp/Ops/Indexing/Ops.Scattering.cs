using System.Globalization;

namespace DeepSharp;

// Values put where positions say.
public static partial class Ops
{
    /// <summary>Zeros with values at the places that indices name; those of one place are added.</summary>
    /// <param name="indices">(..., depth): a place each, its positions along the first axes of the result. No gradient.</param>
    /// <param name="values">For each place a value, or what lies along the further axes.</param>
    /// <param name="shape">Of the result.</param>
    /// <exception cref="ShapeException">Values and indices do not fit together and to the shape.</exception>
    /// <exception cref="ArgumentException">A place lies outside.</exception>
    /// <example><code>Tensor sums = Ops.Scatter([[0, 1], [2, 3]], [1.0, 2.0], [4, 4]);</code></example>
    public static Tensor Scatter(Tensor indices, Tensor values, Shape shape)
    {
        int[] positions = ScatteredTo("Scatter", Require(indices), Require(values), shape);
        return Tape.Run(new ScatterAddOp("Scatter", positions, shape), values);
    }

    /// <summary>A tensor with the values at some places replaced, or changed by a reduction.</summary>
    /// <param name="inputs">Of any shape.</param>
    /// <param name="indices">(..., depth): a place each, its positions along the first axes. No gradient.</param>
    /// <param name="updates">For each place a value, or what lies along the further axes.</param>
    /// <param name="reduction">
    /// Null to replace, the last of one place counting; or <c>"add"</c>, <c>"max"</c>, <c>"min"</c>, <c>"mul"</c> of what is there and all
    /// updates of a place.
    /// </param>
    /// <exception cref="ShapeException">Updates and indices do not fit together and to the inputs.</exception>
    /// <exception cref="ArgumentException">A place lies outside, or there is no such reduction.</exception>
    public static Tensor ScatterUpdate(Tensor inputs, Tensor indices, Tensor updates, string? reduction = null)
    {
        Shape shape = Require(inputs).Shape;
        int[] positions = ScatteredTo("ScatterUpdate", Require(indices), Require(updates), shape);
        switch (reduction)
        {
            case null:
                return Replaced(inputs, updates, positions);
            case "add":
                return inputs + Tape.Run(new ScatterAddOp("ScatterUpdate", positions, shape), updates);
            case "max" or "min" or "mul":
                Tensor[] all = [inputs.Reshape([-1]), updates.Reshape([-1])];
                int[] segments = [.. AxisPositions.Count(shape.Size), .. positions];
                SegmentKind kind = reduction == "max" ? SegmentKind.Max : reduction == "min" ? SegmentKind.Min : SegmentKind.Product;
                return Tape.Run(new SegmentOp(kind, segments, shape.Size), Concatenate(all)).Reshape(shape);
            default:
                throw new ArgumentException(
                    $"ScatterUpdate: expected a reduction of null, add, max, min or mul but got '{reduction}'.", nameof(reduction));
        }
    }

    /// <summary>Sums of the slices that have the same number.</summary>
    /// <param name="data">(slices, ...).</param>
    /// <param name="segmentIds">
    /// (slices,): the number that each slice is added to; slices with a number below 0, or too large, count nowhere. No gradient.
    /// </param>
    /// <param name="numSegments">How many sums there are; null for one more than the largest number.</param>
    /// <param name="sorted">Whether the numbers rise; the result is the same.</param>
    /// <returns>(numSegments, ...); 0 where there is no slice.</returns>
    /// <exception cref="ShapeException">There is not one number a slice.</exception>
    /// <exception cref="ArgumentException">A number is not whole.</exception>
    /// <example><code>Tensor perUser = Ops.SegmentSum(amounts, users, numSegments: 100);</code></example>
    public static Tensor SegmentSum(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false)
    {
        (int[] ids, int count) = Segments("SegmentSum", data, segmentIds, numSegments);
        int width = data.Shape[0] == 0 ? 0 : data.Size / data.Shape[0];
        var positions = new int[data.Size];
        for (int i = 0; i < positions.Length; i++) positions[i] = ids[i / width] < 0 ? -1 : ids[i / width] * width + i % width;
        return Tape.Run(new ScatterAddOp("SegmentSum", positions, data.Shape.With(0, count)), data);
    }

    /// <summary>The largest values of the slices that have the same number.</summary>
    /// <inheritdoc cref="SegmentSum(Tensor, Tensor, int?, bool)"/>
    /// <returns>(numSegments, ...); -∞ where there is no slice. The first of equal values has the gradient.</returns>
    public static Tensor SegmentMax(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segmented("SegmentMax", SegmentKind.Max, data, segmentIds, numSegments);

    /// <summary>The smallest values of the slices that have the same number.</summary>
    /// <inheritdoc cref="SegmentSum(Tensor, Tensor, int?, bool)"/>
    /// <returns>(numSegments, ...); ∞ where there is no slice. The first of equal values has the gradient.</returns>
    public static Tensor SegmentMin(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segmented("SegmentMin", SegmentKind.Min, data, segmentIds, numSegments);

    /// <summary>Products of the slices that have the same number.</summary>
    /// <inheritdoc cref="SegmentSum(Tensor, Tensor, int?, bool)"/>
    /// <returns>(numSegments, ...); 1 where there is no slice.</returns>
    public static Tensor SegmentProd(Tensor data, Tensor segmentIds, int? numSegments = null, bool sorted = false) =>
        Segmented("SegmentProd", SegmentKind.Product, data, segmentIds, numSegments);

    private static Tensor Segmented(string name, SegmentKind kind, Tensor data, Tensor segmentIds, int? numSegments)
    {
        (int[] ids, int count) = Segments(name, data, segmentIds, numSegments);
        return Tape.Run(new SegmentOp(kind, ids, count), data);
    }

    private static (int[] Ids, int Count) Segments(string name, Tensor data, Tensor segmentIds, int? numSegments)
    {
        Shape shape = Require(data).Shape;
        if (shape.Rank == 0 || Require(segmentIds).Shape != [shape[0]])
        {
            throw new ShapeException($"{name}: expected one number for each slice of {shape} but got segmentIds of {segmentIds.Shape}.");
        }

        if (numSegments is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(numSegments), $"{name}: expected numSegments of 0 or more but got {numSegments}.");
        }

        const int Largest = 1 << 24;
        var ids = new int[shape[0]];
        int most = -1;
        for (int i = 0; i < ids.Length; i++)
        {
            float id = segmentIds.Values[i];
            if (id != MathF.Truncate(id) || !(MathF.Abs(id) <= Largest))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}: expected whole numbers up to {Largest:N0} as segmentIds but got {id}."));
            }

            ids[i] = (int)id;
            most = Math.Max(most, ids[i]);
        }

        int count = numSegments ?? most + 1;
        foreach (ref int id in ids.AsSpan()) id = id >= count ? -1 : Math.Max(id, -1);
        return (ids, count);
    }

    // The last update of a place counts, and has the gradient.
    private static Tensor Replaced(Tensor inputs, Tensor updates, int[] positions)
    {
        int size = inputs.Size;
        var from = AxisPositions.Count(size);
        for (int i = 0; i < positions.Length; i++) from[positions[i]] = size + i;
        Tensor[] all = [inputs.Reshape([-1]), updates.Reshape([-1])];
        return Tape.Run(new GatherOp("ScatterUpdate", from, inputs.Shape), Concatenate(all));
    }

    private static int[] ScatteredTo(string name, Tensor indices, Tensor values, Shape shape)
    {
        shape.RequireArray();
        int[] starts = AxisPositions.Blocks(name, indices, shape);
        int depth = indices.Shape[^1];
        Shape expected = Shape.Create([.. indices.Shape.AsSpan()[..^1], .. shape.AsSpan()[depth..]]);
        if (values.Shape != expected)
        {
            throw new ShapeException(
                $"{name}: expected values of shape {expected} for indices of {indices.Shape} into {shape} but got {values.Shape}.");
        }

        int width = shape[depth..].Size;
        var positions = new int[values.Size];
        for (int i = 0; i < positions.Length; i++) positions[i] = starts[i / width] + i % width;
        return positions;
    }
}
