namespace DeepSharp;

// Of all values, along one axis, or over several.
public static partial class Ops
{
    /// <summary>The sum of all values, or along an axis.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Sum(Tensor x, int? axis = null, bool keepDims = false) =>
        axis is { } one ? Require(x).Sum(one, keepDims) : Require(x).Sum([], keepDims);

    /// <summary>The sum over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    /// <example><code>Tensor perChannel = Ops.Sum(images, [0, 1, 2]);</code></example>
    public static Tensor Sum(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) => Require(x).Sum(axis, keepDims);

    /// <summary>The mean of all values, or along an axis; NaN if there is none.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Mean(Tensor x, int? axis = null, bool keepDims = false) =>
        axis is { } one ? Require(x).Mean(one, keepDims) : Require(x).Mean([], keepDims);

    /// <summary>The mean over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public static Tensor Mean(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) => Require(x).Mean(axis, keepDims);

    /// <summary>The largest of all values, or along an axis; NaN if one is. The first of equal values has the gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor Max(Tensor x, int? axis = null, bool keepDims = false) =>
        axis is { } one ? Require(x).Max(one, keepDims) : Require(x).Max([], keepDims);

    /// <summary>The largest values over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or one is empty.</exception>
    public static Tensor Max(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) => Require(x).Max(axis, keepDims);

    /// <summary>The smallest of all values, or along an axis; NaN if one is. The first of equal values has the gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null for all, which gives shape ().</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or no value.</exception>
    public static Tensor Min(Tensor x, int? axis = null, bool keepDims = false) =>
        axis is { } one ? Require(x).Min(one, keepDims) : Require(x).Min([], keepDims);

    /// <summary>The smallest values over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or one is empty.</exception>
    public static Tensor Min(Tensor x, ReadOnlySpan<int> axis, bool keepDims = false) => Require(x).Min(axis, keepDims);

    /// <summary>The position of the largest value along an axis, the first of equal ones. No gradient.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that goes; null to count through all values in order.</param>
    /// <param name="keepDims">Whether axes that go stay with length 1.</param>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    /// <example><code>Tensor labels = Ops.ArgMax(scores, axis: -1);   // (32, 10) to (32,)</code></example>
    public static Tensor ArgMax(Tensor x, int? axis = null, bool keepDims = false)
    {
        Tensor positions = axis is { } one ? Require(x).ArgMax(one) : Require(x).Reshape([-1]).ArgMax();
        if (!keepDims) return positions;
        if (axis is not null) return ExpandDims(positions, x.Shape.NormalizeAxis(axis.Value));
        Span<int> ones = stackalloc int[x.Rank];
        ones.Fill(1);
        return positions.Reshape(Shape.Create(ones));
    }
}
