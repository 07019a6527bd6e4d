namespace DeepSharp;

// Powers, logarithms, roots and special functions.
public static partial class Ops
{
    /// <summary>e to the power of every value, less 1: exact near 0, where that is small.</summary>
    public static Tensor Expm1(Tensor x) => Tape.Run(Curves.Expm1, Require(x));

    /// <summary>2 to the power of every value.</summary>
    public static Tensor Exp2(Tensor x) => Tape.Run(Curves.Exp2, Require(x));

    /// <summary>The natural logarithm of 1 and every value: exact near 0. NaN below -1, -∞ there.</summary>
    public static Tensor Log1p(Tensor x) => Tape.Run(Curves.Log1p, Require(x));

    /// <summary>The logarithm to base 2 of every value: NaN below 0, -∞ at 0.</summary>
    public static Tensor Log2(Tensor x) => Tape.Run(Curves.Log2, Require(x));

    /// <summary>The logarithm to base 10 of every value: NaN below 0, -∞ at 0.</summary>
    public static Tensor Log10(Tensor x) => Tape.Run(Curves.Log10, Require(x));

    /// <summary>1 divided by the square root of every value: NaN below 0, ∞ at 0.</summary>
    public static Tensor Rsqrt(Tensor x) => Tape.Run(Curves.Rsqrt, Require(x));

    /// <summary>1 divided by every value.</summary>
    public static Tensor Reciprocal(Tensor x) => Tape.Run(Curves.Reciprocal, Require(x));

    /// <summary>The cube root of every value, negative for negative ones.</summary>
    public static Tensor Cbrt(Tensor x) => Tape.Run(Curves.Cbrt, Require(x));

    /// <summary>The error function of every value, (2/√π)·∫e^(-t²) from 0 on.</summary>
    public static Tensor Erf(Tensor x) => Tape.Run(Curves.Erf, Require(x));

    /// <summary>1 less the error function of every value, exact where that is small.</summary>
    public static Tensor Erfc(Tensor x) => Tape.Run(Curves.Erfc, Require(x));

    /// <summary>The inverse of the error function: ±∞ at ±1, NaN beyond.</summary>
    public static Tensor Erfinv(Tensor x) => Tape.Run(Curves.Erfinv, Require(x));

    /// <summary>The modified Bessel function of the first kind and order 0 of every value.</summary>
    public static Tensor I0(Tensor x) => Tape.Run(Curves.I0, Require(x));

    /// <summary>log(exp(x1) + exp(x2)), without overflow.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LogAddExp(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.LogAddExp, x1, x2);

    /// <summary>log2(2^x1 + 2^x2), without overflow.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LogAddExp2(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.LogAddExp2, x1, x2);

    /// <summary>x1·2^x2, element by element.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Ldexp(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Ldexp, x1, x2);
}
