using System.Globalization;

namespace DeepSharp;

// Values in order, and where they are.
public static partial class Ops
{
    /// <summary>The values along an axis in rising order; NaN comes last.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis; null for all values, as a vector.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Sort(Tensor x, int? axis = -1)
    {
        if (axis is null) return Sort(Ravel(x), 0);
        return Tape.Run(new GatherOp("Sort", SortOrder.Positions("Sort", Require(x), axis.Value), x.Shape), x);
    }

    /// <summary>The positions of the values along an axis in rising order; equal ones keep theirs, NaN comes last. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis; null for all values, as a vector.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor ArgSort(Tensor x, int? axis = -1) => axis is null
        ? ArgSort(Ravel(x), 0)
        : SortOrder.AlongAxis(SortOrder.Positions("ArgSort", Require(x), axis.Value), x.Shape, axis.Value);

    /// <summary>
    /// The positions of the values along an axis in an order in which the value at a place is the one that sorting puts there, with none
    /// larger before and none smaller behind. No gradient.
    /// </summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="kth">The place; below 0 from the end.</param>
    /// <param name="axis">The axis; null for all values, as a vector.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static Tensor ArgPartition(Tensor x, int kth, int? axis = -1)
    {
        int length = axis is { } one ? Require(x).Shape[x.Shape.NormalizeAxis(one)] : Require(x).Size;
        if (kth < -length || kth >= length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(kth), $"ArgPartition: expected a place from {-length} to {length - 1} but got {kth}.");
        }

        return ArgSort(x, axis);
    }

    /// <summary>The largest values along the last axis, falling, and where they are. Only the values have a gradient.</summary>
    /// <param name="x">(..., values).</param>
    /// <param name="k">How many.</param>
    /// <param name="sorted">Whether the values fall; they always do.</param>
    /// <returns>Both (..., k).</returns>
    /// <exception cref="ShapeException">There is no axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer values, or less than 0 are asked for.</exception>
    /// <example><code>(Tensor best, Tensor labels) = Ops.TopK(scores, 5);</code></example>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, bool sorted = true)
    {
        Shape shape = Require(x).Shape;
        int length = shape[shape.NormalizeAxis(-1)];
        if (k < 0 || k > length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), $"TopK: expected k from 0 to {length}, the last axis of {shape}, but got {k}.");
        }

        int[] all = SortOrder.Positions("TopK", x, -1, isFalling: true), best = new int[length == 0 ? 0 : all.Length / length * k];
        for (int i = 0; i < best.Length; i++) best[i] = all[i / k * length + i % k];
        Shape result = shape.WithLast(k);
        Tensor indices = Tensor.Temporary(result);
        for (int i = 0; i < best.Length; i++) indices.Values[i] = best[i] % length;
        return (Tape.Run(new GatherOp("TopK", best, result), x), indices);
    }

    /// <summary>1 where a label is among the largest predictions, else 0; ties with the last of them count. No gradient.</summary>
    /// <param name="targets">(batch,): labels from 0.</param>
    /// <param name="predictions">(batch, classes).</param>
    /// <param name="k">How many are the largest.</param>
    /// <returns>(batch,). 0 where the label is no class, or its prediction is not finite.</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 0.</exception>
    public static Tensor InTopK(Tensor targets, Tensor predictions, int k)
    {
        Shape shape = Require(predictions).Shape;
        RequireCount("InTopK", nameof(k), k);
        if (shape.Rank == 0 || Require(targets).Shape != shape[..^1])
        {
            throw new ShapeException($"InTopK: expected a label for each row of predictions {shape} but got targets {targets.Shape}.");
        }

        int classes = shape[^1];
        Tensor result = Tensor.Temporary(targets.Shape);
        for (int row = 0; row < result.Size; row++)
        {
            float label = targets.Values[row];
            ReadOnlySpan<float> scores = predictions.Values.Slice(row * classes, classes);
            bool isClass = label >= 0 && label < classes && label == MathF.Truncate(label) && float.IsFinite(scores[(int)label]);
            int larger = 0;
            for (int i = 0; isClass && i < classes; i++) larger += scores[i] > scores[(int)label] ? 1 : 0;
            result.Values[row] = isClass && larger < k ? 1f : 0f;
        }

        return result;
    }

    /// <summary>Where values belong in a sorted vector so that it stays sorted. No gradient.</summary>
    /// <param name="sortedSequence">(values,), rising.</param>
    /// <param name="values">Of any shape.</param>
    /// <param name="side"><c>"left"</c>: before equal values; <c>"right"</c>: behind them.</param>
    /// <exception cref="ShapeException">The sequence is not of rank 1.</exception>
    /// <exception cref="ArgumentException">There is no such side.</exception>
    public static Tensor SearchSorted(Tensor sortedSequence, Tensor values, string side = "left")
    {
        Require(values);
        if (Require(sortedSequence).Rank != 1)
        {
            throw new ShapeException($"SearchSorted: expected a sequence of rank 1 but got {sortedSequence.Shape}.");
        }

        if (side is not ("left" or "right"))
        {
            throw new ArgumentException($"SearchSorted: expected a side of left or right but got '{side}'.", nameof(side));
        }

        return PlacesIn(sortedSequence, values, side == "right");
    }

    /// <summary>In which bin each value is: how many edges are not above it. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="bins">(edges,), rising.</param>
    /// <returns>0 for what is below all edges, the number of edges for what is not below the last.</returns>
    /// <exception cref="ShapeException">The edges are not of rank 1.</exception>
    public static Tensor Digitize(Tensor x, Tensor bins)
    {
        Require(x);
        if (Require(bins).Rank != 1) throw new ShapeException($"Digitize: expected bins of rank 1 but got {bins.Shape}.");
        return PlacesIn(bins, x, isRight: true);
    }

    /// <summary>Where values are not 0: for each axis a vector of positions. No gradient.</summary>
    /// <param name="x">Of one axis or more.</param>
    /// <exception cref="ShapeException">There is no axis.</exception>
    public static Tensor[] Nonzero(Tensor x)
    {
        Shape shape = Require(x).Shape;
        if (shape.Rank == 0) throw new ShapeException("Nonzero: expected one axis or more but got ().");
        ReadOnlySpan<float> values = x.Values;
        var found = new List<int>();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0) found.Add(i);
        }

        return Unraveled([.. found], [found.Count], shape);
    }

    /// <summary>Positions that count through all values of a shape, as positions along its axes. No gradient.</summary>
    /// <param name="indices">Whole numbers, of any shape; negative ones count from the end.</param>
    /// <param name="shape">Of one axis or more.</param>
    /// <returns>For each axis a tensor of the shape of <paramref name="indices"/>.</returns>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    /// <example><code>Tensor[] at = Ops.UnravelIndex(Ops.ArgMax(x), x.Shape);</code></example>
    public static Tensor[] UnravelIndex(Tensor indices, Shape shape) =>
        Unraveled(AxisPositions.Indices("UnravelIndex", Require(indices), shape.Size), indices.Shape, shape);

    /// <summary>The values that there are, rising, each once. No gradient.</summary>
    /// <param name="x">Of any shape; all its values count, in order.</param>
    /// <returns>
    /// The values; where each comes first; for each value of <paramref name="x"/>, in its shape, which it is; how often each is there.
    /// </returns>
    public static (Tensor Values, Tensor Indices, Tensor Inverse, Tensor Counts) Unique(Tensor x)
    {
        int[] order = SortOrder.Positions("Unique", Ravel(Require(x)), 0);
        ReadOnlySpan<float> all = x.Values;
        var (values, firsts, counts) = (new List<float>(), new List<int>(), new List<int>());
        Tensor inverse = Tensor.Temporary(x.Shape);
        foreach (int at in order)
        {
            if (values.Count == 0 || (values[^1] != all[at] && !(float.IsNaN(values[^1]) && float.IsNaN(all[at]))))
            {
                values.Add(all[at]);
                firsts.Add(at);
                counts.Add(0);
            }

            counts[^1]++;
            inverse.Values[at] = values.Count - 1;
        }

        return (Tensor.From([.. values]), Tensor.FromLabels([.. firsts]), inverse, Tensor.FromLabels([.. counts]));
    }

    /// <summary>How often each whole number from 0 on is there, or the sum of its weights. No gradient.</summary>
    /// <param name="x">(values,) or (batch, values): whole numbers, 0 or more.</param>
    /// <param name="weights">Of the same shape; null to count.</param>
    /// <param name="minLength">The smallest length of the result.</param>
    /// <exception cref="ShapeException">The tensor is not of rank 1 or 2, or the weights are of another shape.</exception>
    /// <exception cref="ArgumentException">A value is not whole, below 0, or above 16,777,216.</exception>
    public static Tensor BinCount(Tensor x, Tensor? weights = null, int minLength = 0)
    {
        const int Largest = 1 << 24;
        Shape shape = Require(x).Shape;
        RequireCount("BinCount", nameof(minLength), minLength);
        if (shape.Rank is not (1 or 2) || (weights is not null && weights.Shape != shape))
        {
            throw new ShapeException(
                $"BinCount: expected values of rank 1 or 2, and weights of their shape, but got {shape} and " +
                $"{weights?.Shape.ToString() ?? "none"}.");
        }

        int bins = minLength;
        foreach (float value in x.Values)
        {
            if (!(value >= 0 && value <= Largest) || value != MathF.Truncate(value))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"BinCount: expected whole numbers from 0 to {Largest:N0} but got {value}."));
            }

            bins = Math.Max(bins, (int)value + 1);
        }

        int rows = shape.Rank == 1 ? 1 : shape[0], length = shape[^1];
        var counts = new double[Shape.LengthOf((long)rows * bins)];
        for (int i = 0; i < x.Size; i++) counts[i / length * bins + (int)x.Values[i]] += weights is null ? 1 : weights.Values[i];
        return Tensor.From(counts, shape.Rank == 1 ? [bins] : [rows, bins]);
    }

    /// <summary>How many values are in each of several bins of equal width, and the edges of these. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="range">
    /// The first edge and the last, which belongs to the last bin; values beyond do not count. Null for the smallest and largest value.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 1 bin, or the range falls or is not finite.</exception>
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins = 10, (double First, double Last)? range = null)
    {
        if (bins < 1) throw new ArgumentOutOfRangeException(nameof(bins), $"Histogram: expected 1 bin or more but got {bins}.");
        (double first, double last) = range ?? (Require(x).Size == 0 ? (0, 1) : (Min(x).Item(), Max(x).Item()));
        if (!(first <= last && double.IsFinite(last - first)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(range),
                FormattableString.Invariant($"Histogram: expected a range that is finite and does not fall but got {first} to {last}."));
        }

        if (first == last) (first, last) = (first - 0.5, last + 0.5);
        Tensor edges = Linspace(first, last, Shape.LengthOf(bins + 1L));
        var counts = new int[bins];
        foreach (float value in Require(x).Values)
        {
            if (!(value >= edges.Values[0] && value <= edges.Values[bins])) continue;
            int bin = Math.Clamp((int)((value - first) / (last - first) * bins), 0, bins - 1);

            // Division may miss by one beside an edge.
            if (value < edges.Values[bin]) bin--;
            else if (bin < bins - 1 && value >= edges.Values[bin + 1]) bin++;
            counts[bin]++;
        }

        return (Tensor.FromLabels(counts), edges);
    }

    private static Tensor PlacesIn(Tensor sorted, Tensor values, bool isRight)
    {
        Tensor result = Tensor.Temporary(Require(values).Shape);
        for (int i = 0; i < result.Size; i++)
        {
            float value = values.Values[i];
            (int low, int high) = (0, sorted.Size);
            while (low < high)
            {
                int middle = (int)(((uint)low + (uint)high) / 2);
                float at = sorted.Values[middle];
                bool isBefore = float.IsNaN(value) ? isRight || !float.IsNaN(at) : isRight ? at <= value : at < value;
                if (isBefore) low = middle + 1;
                else high = middle;
            }

            result.Values[i] = low;
        }

        return result;
    }

    private static Tensor[] Unraveled(int[] positions, Shape result, Shape shape)
    {
        var axes = new Tensor[shape.Rank];
        for (int axis = 0; axis < axes.Length; axis++)
        {
            AxisView view = AxisView.Of(shape, axis);
            axes[axis] = Tensor.Temporary(result);
            for (int i = 0; i < positions.Length; i++) axes[axis].Values[i] = positions[i] / view.Inner % view.Length;
        }

        return axes;
    }
}
