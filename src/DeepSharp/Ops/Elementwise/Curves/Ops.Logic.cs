namespace DeepSharp;

// What is true: 1, or 0. As masks they are floats like all values; nothing here has a gradient.
public static partial class Ops
{
    /// <summary>1 where a value is NaN, else 0. No gradient.</summary>
    public static Tensor IsNaN(Tensor x) => Tape.Run(Curves.IsNaN, Require(x));

    /// <summary>1 where a value is neither NaN nor infinite, else 0. No gradient.</summary>
    public static Tensor IsFinite(Tensor x) => Tape.Run(Curves.IsFinite, Require(x));

    /// <summary>1 where a value is ∞ or -∞, else 0. No gradient.</summary>
    public static Tensor IsInf(Tensor x) => Tape.Run(Curves.IsInf, Require(x));

    /// <summary>1 where a value is ∞, else 0. No gradient.</summary>
    public static Tensor IsPosInf(Tensor x) => Tape.Run(Curves.IsPosInf, Require(x));

    /// <summary>1 where a value is -∞, else 0. No gradient.</summary>
    public static Tensor IsNegInf(Tensor x) => Tape.Run(Curves.IsNegInf, Require(x));

    /// <summary>1 where a value has the sign -, as -0 has, else 0. No gradient.</summary>
    public static Tensor SignBit(Tensor x) => Tape.Run(Curves.SignBit, Require(x));

    /// <summary>1 where a value is 0, else 0. No gradient.</summary>
    public static Tensor LogicalNot(Tensor x) => Tape.Run(Curves.LogicalNot, Require(x));

    /// <summary>1 where both are not 0, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LogicalAnd(Tensor x1, Tensor x2) => Tape.Run(MathOps.LogicalAnd, Require(x1), Require(x2));

    /// <summary>1 where one or both are not 0, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LogicalOr(Tensor x1, Tensor x2) => Tape.Run(MathOps.LogicalOr, Require(x1), Require(x2));

    /// <summary>1 where one is 0 and the other is not, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LogicalXor(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.LogicalXor, x1, x2);

    /// <summary>1 where values are equal up to tolerances, else 0: |x1 - x2| ≤ atol + rtol·|x2|. No gradient.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">What the relative tolerance is a share of.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN equals NaN.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor IsClose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        PairOp.Run(new PairOp(new PairFunction("IsClose", (x, y) => x == y
            || (double.IsFinite(x) && double.IsFinite(y) && Math.Abs(x - y) <= atol + rtol * Math.Abs(y))
            || (equalNan && double.IsNaN(x) && double.IsNaN(y)) ? 1 : 0)), x1, x2);

    /// <summary>Whether all values are equal up to tolerances: |x1 - x2| ≤ atol + rtol·|x2|.</summary>
    /// <inheritdoc cref="IsClose(Tensor, Tensor, double, double, bool)"/>
    public static bool AllClose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        !IsClose(x1, x2, rtol, atol, equalNan).Span.Contains(0f);

    /// <summary>1 where a value is among others, else 0. No gradient.</summary>
    /// <param name="x1">Of any shape.</param>
    /// <param name="x2">The values to be among, of any shape.</param>
    /// <param name="invert">Whether 1 and 0 change places.</param>
    public static Tensor IsIn(Tensor x1, Tensor x2, bool invert = false)
    {
        HashSet<float> known = [.. Require(x2).ToArray()];
        Tensor result = Tensor.Temporary(Require(x1).Shape);
        ReadOnlySpan<float> values = x1.Span;

        // NaN is among nothing, as it equals nothing.
        for (int i = 0; i < values.Length; i++) result.Span[i] = (!float.IsNaN(values[i]) && known.Contains(values[i])) != invert ? 1f : 0f;
        return result;
    }
}
