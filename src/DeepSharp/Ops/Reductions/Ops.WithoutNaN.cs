namespace DeepSharp;

// Reductions that leave out NaN.
public static partial class Ops
{
    /// <summary>The sum, where NaN counts as 0.</summary>
    /// <inheritdoc cref="Sum(Tensor, int?, bool)"/>
    public static Tensor NanSum(Tensor x, int? axis = null, bool keepDims = false) => Sum(WithoutNaN(x, 0), axis, keepDims);

    /// <summary>The product, where NaN counts as 1.</summary>
    /// <inheritdoc cref="Prod(Tensor, int?, bool)"/>
    public static Tensor NanProd(Tensor x, int? axis = null, bool keepDims = false) => Prod(WithoutNaN(x, 1), axis, keepDims);

    /// <summary>The mean of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Mean(Tensor, int?, bool)"/>
    public static Tensor NanMean(Tensor x, int? axis = null, bool keepDims = false) =>
        NanSum(x, axis, keepDims) / Sum(1 - IsNaN(x), axis, keepDims);

    /// <summary>The variance of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Var(Tensor, int?, bool)"/>
    public static Tensor NanVar(Tensor x, int? axis = null, bool keepDims = false) =>
        NanMean(Square(Require(x) - NanMean(x, axis, keepDims: true)), axis, keepDims);

    /// <summary>The standard deviation of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Std(Tensor, int?, bool)"/>
    public static Tensor NanStd(Tensor x, int? axis = null, bool keepDims = false) => Sqrt(NanVar(x, axis, keepDims));

    /// <summary>The largest of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Max(Tensor, int?, bool)"/>
    public static Tensor NanMax(Tensor x, int? axis = null, bool keepDims = false) =>
        NaNWhereNone(x, Max(WithoutNaN(x, double.NegativeInfinity), axis, keepDims), axis, keepDims);

    /// <summary>The smallest of the values that are not NaN; NaN if there is none.</summary>
    /// <inheritdoc cref="Min(Tensor, int?, bool)"/>
    public static Tensor NanMin(Tensor x, int? axis = null, bool keepDims = false) =>
        NaNWhereNone(x, Min(WithoutNaN(x, double.PositiveInfinity), axis, keepDims), axis, keepDims);

    /// <summary>The position of the largest of the values that are not NaN; -1 if there is none. No gradient.</summary>
    /// <inheritdoc cref="ArgMax(Tensor, int?, bool)"/>
    public static Tensor NanArgMax(Tensor x, int? axis = null, bool keepDims = false) =>
        Where(All(IsNaN(x), axis, keepDims), Tensor.Constant(-1f), ArgMax(WithoutNaN(x, double.NegativeInfinity), axis, keepDims));

    /// <summary>The position of the smallest of the values that are not NaN; -1 if there is none. No gradient.</summary>
    /// <inheritdoc cref="ArgMin(Tensor, int?, bool)"/>
    public static Tensor NanArgMin(Tensor x, int? axis = null, bool keepDims = false) =>
        Where(All(IsNaN(x), axis, keepDims), Tensor.Constant(-1f), ArgMin(WithoutNaN(x, double.PositiveInfinity), axis, keepDims));

    private static Tensor WithoutNaN(Tensor x, double value) => Where(IsNaN(Require(x)), Tensor.Constant((float)value), x);

    private static Tensor NaNWhereNone(Tensor x, Tensor reduced, int? axis, bool keepDims) =>
        Where(All(IsNaN(x), axis, keepDims), Tensor.Constant(float.NaN), reduced);
}
