namespace DeepSharp;

// How values are spread, and products of them.
public static partial class Ops
{
    /// <summary>The variance of all values, or along an axis: the mean square of the distance from the mean.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Var(Tensor x, int? axis = null, bool keepDims = false) => Var(x, Axes(axis), keepDims);

    /// <summary>The variance over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor Var(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) =>
        Mean(Square(x - Mean(x, axis, keepDims: true)), axis, keepDims);

    /// <summary>The standard deviation of all values, or along an axis: the square root of the variance.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Std(Tensor x, int? axis = null, bool keepDims = false) => Sqrt(Var(x, axis, keepDims));

    /// <summary>The standard deviation over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor Std(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) => Sqrt(Var(x, axis, keepDims));

    /// <summary>Mean and variance over axes.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axes">The axes that go; none for all.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    /// <example><code>(Tensor mean, Tensor variance) = Ops.Moments(images, [0, 1, 2]);</code></example>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        Tensor mean = Mean(x, axes, keepDims: true);
        Tensor variance = Mean(Square(x - mean), axes, keepDims);
        return (keepDims ? mean : mean.Reshape(variance.Shape), variance);
    }

    /// <summary>The product of all values, or along an axis.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Prod(Tensor x, int? axis = null, bool keepDims = false) => Prod(x, Axes(axis), keepDims);

    /// <summary>The product over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor Prod(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false)
    {
        (Tensor lines, Shape result) = AxesLast("Prod", x, axis, keepDims);

        // The last of the products up to each; an empty one is 1.
        if (lines.Shape[1] == 0) return Ones(result);
        return Part(Tape.Run(new CumulateOp(1, isProduct: true), lines), 1, lines.Shape[1] - 1, 1).Reshape(result);
    }

    /// <summary>log(Σ exp(x)) of all values, or along an axis, without overflow.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor LogSumExp(Tensor x, int? axis = null, bool keepDims = false) => LogSumExp(x, Axes(axis), keepDims);

    /// <summary>log(Σ exp(x)) over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or one is empty.</exception>
    public static Tensor LogSumExp(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false)
    {
        // Where the largest value is infinite, there is nothing to take off.
        Tensor largest = StopGradient(NanToNum(Max(x, axis, keepDims: true), nan: 0, posinf: 0, neginf: 0));
        Tensor sum = Log(Sum(Exp(x - largest), axis, keepDims));
        return sum + largest.Reshape(sum.Shape);
    }

    /// <summary>The weighted mean of all values, or along an axis.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="weights">Of the shape of <paramref name="x"/>, or one for each slice along the axis; null for equal ones.</param>
    /// <exception cref="ShapeException">There is no such axis, or the weights do not fit.</exception>
    public static Tensor Average(Tensor x, int? axis = null, Tensor? weights = null)
    {
        if (weights is null) return Mean(x, axis);
        Shape shape = Require(x).Shape;
        if (weights.Shape != shape)
        {
            if (axis is null || weights.Shape != [shape[shape.NormalizeAxis(axis.Value)]])
            {
                throw new ShapeException(
                    $"Average: expected weights of shape {shape}, or one for each slice along the axis, but got {weights.Shape}.");
            }

            Shape line = Shape.Create([.. Enumerable.Repeat(1, shape.Rank)]).With(axis.Value, weights.Size);
            weights = BroadcastTo(weights.Reshape(line), shape);
        }

        return Sum(x * weights, axis) / Sum(weights, axis);
    }

    /// <summary>The largest value less the smallest.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor Ptp(Tensor x, int? axis = null, bool keepDims = false) => Max(x, axis, keepDims) - Min(x, axis, keepDims);

    /// <summary>How many values are not 0. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor CountNonzero(Tensor x, int? axis = null) => Sum(NotEqual(Require(x), 0), axis);

    /// <summary>How many values over several axes are not 0. No gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor CountNonzero(Tensor x, ReadOnlySpan<int> axis) => Sum(NotEqual(Require(x), 0), axis);

    /// <summary>1 where all values are not 0, else 0. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor All(Tensor x, int? axis = null, bool keepDims = false) => All(x, Axes(axis), keepDims);

    /// <summary>1 where all values over several axes are not 0, else 0; all axes if none is named. No gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor All(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) =>
        Tape.Run(new ReduceLogicalOp(axis.ToArray(), keepDims, isAny: false), Require(x));

    /// <summary>1 where any value is not 0, else 0. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Any(Tensor x, int? axis = null, bool keepDims = false) => Any(x, Axes(axis), keepDims);

    /// <summary>1 where any value over several axes is not 0, else 0; all axes if none is named. No gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor Any(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) =>
        Tape.Run(new ReduceLogicalOp(axis.ToArray(), keepDims, isAny: true), Require(x));

    /// <summary>The position of the smallest value along an axis, the first of equal ones. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null to count through all values in order.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public static Tensor ArgMin(Tensor x, int? axis = null, bool keepDims = false) => ArgMax(-Require(x), axis, keepDims);

    private static int[] Axes(int? axis) => axis is { } one ? [one] : [];

    // (the axes that stay, those that go) as a matrix, and the shape of what is left.
    private static (Tensor Lines, Shape Result) AxesLast(string name, Tensor x, ReadOnlySpan<int> axes, bool keepDims)
    {
        Shape shape = Require(x).Shape;
        uint reduced = 0;
        foreach (int axis in axes)
        {
            uint bit = 1u << shape.NormalizeAxis(axis);
            if ((reduced & bit) != 0)
            {
                throw new ShapeException($"{name}: expected different axes but got ({string.Join(", ", axes.ToArray())}).");
            }

            reduced |= bit;
        }

        if (axes.IsEmpty) reduced = (1u << shape.Rank) - 1;
        var order = new List<int>();
        var result = new List<int>();
        int stay = 1, go = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            bool goes = (reduced >> axis & 1) == 1;
            if (goes) go *= shape[axis];
            else stay *= shape[axis];
            if (!goes) order.Add(axis);
            if (!goes || keepDims) result.Add(goes ? 1 : shape[axis]);
        }

        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if ((reduced >> axis & 1) == 1) order.Add(axis);
        }

        bool isOrdered = true;
        for (int axis = 0; axis < order.Count; axis++) isOrdered &= order[axis] == axis;
        Tensor last = isOrdered ? x : x.Transpose(order.ToArray());
        return (last.Reshape([stay, go]), Shape.Create(result.ToArray()));
    }
}
