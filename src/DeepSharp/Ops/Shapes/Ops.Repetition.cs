namespace DeepSharp;

// Values more than once, and more values around them.
public static partial class Ops
{
    /// <summary>The whole tensor again and again along its axes.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="repeats">
    /// How often along each axis. Where there are more numbers than axes, axes of 1 come in front; fewer are for the last axes.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ShapeException">The result has more axes, or more values, than a tensor can have.</exception>
    public static Tensor Tile(Tensor x, params ReadOnlySpan<int> repeats)
    {
        int rank = Math.Max(Require(x).Rank, repeats.Length);
        Span<int> lengths = stackalloc int[rank];
        lengths.Fill(1);
        x.Shape.AsSpan().CopyTo(lengths[(rank - x.Rank)..]);
        Tensor wide = x.Reshape(Shape.Create(lengths));
        int[][] axes = AxisPositions.Whole(wide.Shape);
        for (int axis = rank - repeats.Length; axis < rank; axis++)
        {
            int times = repeats[axis - (rank - repeats.Length)];
            RequireCount("Tile", nameof(repeats), times);
            var tiled = new int[Shape.LengthOf((long)lengths[axis] * times)];
            for (int i = 0; i < tiled.Length; i++) tiled[i] = i % lengths[axis];
            axes[axis] = tiled;
        }

        return AxisPositions.Choose("Tile", wide, axes);
    }

    /// <summary>Every slice along an axis several times, one after the other.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="axis">The axis; null to repeat all values in order, as a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is below 0.</exception>
    /// <exception cref="ShapeException">There is no such axis, or the result is more than a tensor can hold.</exception>
    public static Tensor Repeat(Tensor x, int repeats, int? axis = null) => Repeat(x, [repeats], axis);

    /// <summary>Every slice along an axis several times, each as often as its number says.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="repeats">How often: a number for each slice, or one for all.</param>
    /// <param name="axis">The axis; null to repeat all values in order, as a vector.</param>
    /// <exception cref="ArgumentException">There are not as many numbers as slices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ShapeException">There is no such axis, or the result is more than a tensor can hold.</exception>
    public static Tensor Repeat(Tensor x, ReadOnlySpan<int> repeats, int? axis = null)
    {
        if (axis is null) return Repeat(Require(x).Reshape([-1]), repeats, 0);
        int position = Require(x).Shape.NormalizeAxis(axis.Value), length = x.Shape[position];
        if (repeats.Length != 1 && repeats.Length != length)
        {
            throw new ArgumentException(
                $"Repeat: expected one number, or {length}, one for each slice along axis {axis} of {x.Shape}, but got {repeats.Length}.",
                nameof(repeats));
        }

        long total = 0;
        for (int i = 0; i < length; i++)
        {
            int times = repeats[repeats.Length == 1 ? 0 : i];
            RequireCount("Repeat", nameof(repeats), times);
            total += times;
        }

        var chosen = new int[Shape.LengthOf(total)];
        for (int i = 0, at = 0; i < length; i++)
        {
            int times = repeats[repeats.Length == 1 ? 0 : i];
            chosen.AsSpan(at, times).Fill(i);
            at += times;
        }

        return AxisPositions.ChooseAlong("Repeat", x, position, chosen);
    }

    /// <summary>Values around a tensor.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="padWidth">How many before and after, for each axis, or one pair for all.</param>
    /// <param name="mode">
    /// What they are: <c>"constant"</c>; <c>"edge"</c>, the nearest value; <c>"reflect"</c>, those inside, mirrored at the outermost value;
    /// <c>"symmetric"</c>, mirrored behind it; <c>"wrap"</c>, those of the other end.
    /// </param>
    /// <param name="constantValues">With mode constant, what they are; null for 0.</param>
    /// <exception cref="ArgumentException">There is no such mode, a constant is given for another one, or there are not as many pairs as axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    /// <exception cref="ShapeException">There is nothing to repeat, or the result is more than a tensor can hold.</exception>
    /// <example><code>Tensor padded = Ops.Pad(x, [(0, 0), (2, 1)], mode: "reflect");</code></example>
    public static Tensor Pad(
        Tensor x, ReadOnlySpan<(int Before, int After)> padWidth, string mode = "constant", double? constantValues = null)
    {
        Shape shape = Require(x).Shape;
        ArgumentNullException.ThrowIfNull(mode);
        if (padWidth.Length != shape.Rank && padWidth.Length != 1)
        {
            throw new ArgumentException(
                $"Pad: expected one pair of numbers, or {shape.Rank}, one for each axis of {shape}, but got " +
                $"{padWidth.Length}.", nameof(padWidth));
        }

        if (mode != "constant" && constantValues is not null)
        {
            throw new ArgumentException(
                $"Pad: expected constantValues of null with mode '{mode}' but got {constantValues}.", nameof(constantValues));
        }

        var axes = new int[shape.Rank][];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            (int before, int after) = padWidth[padWidth.Length == 1 ? 0 : axis];
            RequireCount("Pad", nameof(padWidth), before);
            RequireCount("Pad", nameof(padWidth), after);
            int length = shape[axis];
            Shape whole = [Shape.LengthOf((long)before + length + after)];
            whole.RequireArray();
            var chosen = new int[whole[0]];
            if (length == 0 && chosen.Length > 0 && mode != "constant")
            {
                throw new ShapeException($"Pad: expected values along axis {axis} to fill with, in mode '{mode}', but got {shape}.");
            }

            for (int i = 0; i < chosen.Length; i++) chosen[i] = PaddedFrom(mode, i - before, length);
            axes[axis] = chosen;
        }

        return AxisPositions.Choose("Pad", x, axes, (float)(constantValues ?? 0));
    }

    /// <summary>The same numbers before and after along every axis.</summary>
    /// <inheritdoc cref="Pad(Tensor, ReadOnlySpan{ValueTuple{int, int}}, string, double?)"/>
    public static Tensor Pad(Tensor x, int padWidth, string mode = "constant", double? constantValues = null) =>
        Pad(x, [(padWidth, padWidth)], mode, constantValues);

    // Where a position outside comes from.
    private static int PaddedFrom(string mode, int at, int length)
    {
        bool isInside = at >= 0 && at < length;
        switch (mode)
        {
            case "constant":
                return isInside ? at : -1;
            case "edge":
                return Math.Clamp(at, 0, length - 1);
            case "wrap":
                return ((at % length) + length) % length;
            case "reflect":
                int period = Math.Max(1, 2 * (length - 1)), in1 = ((at % period) + period) % period;
                return in1 < length ? in1 : period - in1;
            case "symmetric":
                int round = 2 * length, in2 = ((at % round) + round) % round;
                return in2 < length ? in2 : round - 1 - in2;
            default:
                throw new ArgumentException(
                    $"Pad: expected a mode of constant, edge, reflect, symmetric or wrap but got '{mode}'.", nameof(mode));
        }
    }

    private static void RequireCount(string who, string name, int value)
    {
        if (value < 0) throw new ArgumentOutOfRangeException(name, $"{who}: expected {name} of 0 or more but got {value}.");
    }
}
