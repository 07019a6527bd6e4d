using System.Globalization;

namespace DeepSharp;

// Values by their rank.
public static partial class Ops
{
    /// <summary>The value in the middle, or the mean of the two there; NaN if one is.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor Median(Tensor x, int? axis = null, bool keepDims = false) => Quantile(x, 0.5, axis, "linear", keepDims);

    /// <summary>The value that a share of all values is below; NaN if one is.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="q">The share, 0 to 1.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="method">
    /// What to take between two values: <c>"linear"</c>, <c>"lower"</c>, <c>"higher"</c>, <c>"midpoint"</c> or <c>"nearest"</c>.
    /// </param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> is not from 0 to 1.</exception>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor Quantile(Tensor x, double q, int? axis = null, string method = "linear", bool keepDims = false) =>
        QuantilesOf("Quantile", x, [q], axis, method, keepDims)[0];

    /// <summary>Several quantiles at once, along a new first axis.</summary>
    /// <inheritdoc cref="Quantile(Tensor, double, int?, string, bool)"/>
    /// <param name="x">Of any shape.</param>
    /// <param name="q">The shares, a vector. No gradient.</param>
    /// <param name="axis">The axis that goes; null for all.</param>
    /// <param name="method">What to take between two values.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    public static Tensor Quantile(Tensor x, Tensor q, int? axis = null, string method = "linear", bool keepDims = false) =>
        Stacked(
            "Quantile", q,
            QuantilesOf("Quantile", x, Array.ConvertAll(Require(q).ToArray(), share => (double)share), axis, method, keepDims));

    /// <summary>The same with shares in percent.</summary>
    /// <inheritdoc cref="Quantile(Tensor, double, int?, string, bool)"/>
    /// <param name="x">Of any shape.</param>
    /// <param name="q">The share in percent, 0 to 100.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="method">What to take between two values.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    public static Tensor Percentile(Tensor x, double q, int? axis = null, string method = "linear", bool keepDims = false) =>
        QuantilesOf("Percentile", x, [q / 100], axis, method, keepDims)[0];

    /// <summary>Several percentiles at once, along a new first axis.</summary>
    /// <inheritdoc cref="Percentile(Tensor, double, int?, string, bool)"/>
    public static Tensor Percentile(Tensor x, Tensor q, int? axis = null, string method = "linear", bool keepDims = false) =>
        Stacked(
            "Percentile", q,
            QuantilesOf("Percentile", x, Array.ConvertAll(Require(q).ToArray(), share => share / 100.0), axis, method, keepDims));

    /// <summary>The median of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Median(Tensor, int?, bool)"/>
    public static Tensor NanMedian(Tensor x, int? axis = null, bool keepDims = false) => NanQuantile(x, 0.5, axis, "linear", keepDims);

    /// <summary>The quantile of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Quantile(Tensor, double, int?, string, bool)"/>
    public static Tensor NanQuantile(Tensor x, double q, int? axis = null, string method = "linear", bool keepDims = false) =>
        QuantilesOf("NanQuantile", x, [q], axis, method, keepDims, leavesNaN: true)[0];

    /// <summary>The percentile of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Percentile(Tensor, double, int?, string, bool)"/>
    public static Tensor NanPercentile(Tensor x, double q, int? axis = null, string method = "linear", bool keepDims = false) =>
        QuantilesOf("NanPercentile", x, [q / 100], axis, method, keepDims, leavesNaN: true)[0];

    private static Tensor Stacked(string name, Tensor q, Tensor[] quantiles) => q.Rank switch
    {
        0 => quantiles[0],
        1 when quantiles.Length > 0 => Stack(quantiles),
        _ => throw new ShapeException($"{name}: expected shares as a vector of one or more but got {q.Shape}."),
    };

    private static Tensor[] QuantilesOf(
        string name, Tensor x, ReadOnlySpan<double> shares, int? axis, string method, bool keepDims, bool leavesNaN = false)
    {
        (Tensor lines, Shape result) = AxesLast(name, x, Axes(axis), keepDims);
        if (lines.Shape[1] == 0) throw new ShapeException($"{name}: expected at least one value but got {x.Shape}.");
        foreach (double share in shares)
        {
            if (share is >= 0 and <= 1) continue;
            bool isPercent = name.Contains("ercent", StringComparison.Ordinal);
            (string range, double given) = isPercent ? ("0 to 100", 100 * share) : ("0 to 1", share);
            throw new ArgumentOutOfRangeException(
                "q", string.Create(CultureInfo.InvariantCulture, $"{name}: expected a share of all values, {range}, but got {given}."));
        }

        // NaN comes last: of those lines that have one it is all there is, or they are shorter.
        Tensor sorted = Sort(lines);
        (int rows, int columns) = (lines.Shape[0], lines.Shape[1]);
        var quantiles = new Tensor[shares.Length];
        for (int i = 0; i < quantiles.Length; i++)
        {
            var low = new int[rows];
            var high = new int[rows];
            Tensor part = Tensor.Temporary([rows]);
            for (int row = 0; row < rows; row++)
            {
                int count = CountBeforeNaN(sorted.Span.Slice(row * columns, columns));
                bool isNaN = leavesNaN ? count == 0 : count < columns;
                double at = isNaN ? columns - 1 : shares[i] * (count - 1);
                double below = Math.Floor(at), above = Math.Ceiling(at);
                (below, above, double share) = method switch
                {
                    "linear" => (below, above, at - below),
                    "lower" => (below, below, 0.0),
                    "higher" => (above, above, 0.0),
                    "midpoint" => (below, above, 0.5),
                    "nearest" => (Math.Round(at), Math.Round(at), 0.0),
                    _ => throw new ArgumentException(
                        $"{name}: expected a method of linear, lower, higher, midpoint or nearest but got '{method}'.", nameof(method)),
                };
                (low[row], high[row], part.Span[row]) = (row * columns + (int)below, row * columns + (int)above, (float)share);
            }

            Tensor from = Tape.Run(new GatherOp(name, low, [rows]), sorted), to = Tape.Run(new GatherOp(name, high, [rows]), sorted);
            quantiles[i] = Where(Equal(part, 0), from, from + (to - from) * part).Reshape(result);
        }

        return quantiles;
    }

    private static int CountBeforeNaN(ReadOnlySpan<float> sorted)
    {
        int count = sorted.Length;
        while (count > 0 && float.IsNaN(sorted[count - 1])) count--;
        return count;
    }
}
