using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Functions of one variable, a line each: values, derivative, and the derivative in terms of ops. Whole spans go through
/// <see cref="TensorPrimitives"/> where its functions are good to the last places of a float, the others through doubles.
/// </summary>
internal static class Curves
{
    private const double RootPi = 1.7724538509055160273;
    private const double Ln2 = 0.69314718055994530942;
    private const double Ln10 = 2.3025850929940456840;

    public static readonly Op Sin = Op(Curve.Whole("Sin", TensorPrimitives.Sin, TensorPrimitives.Cos, (x, _) => Ops.Cos(x)));
    public static readonly Op Cos = Op(Curve.Of("Cos", TensorPrimitives.Cos, (x, _) => -Math.Sin(x), (x, _) => -Ops.Sin(x)));
    public static readonly Op Tan = Op(Curve.Of("Tan", Math.Tan, (_, y) => 1 + y * y, (_, y) => 1 + Ops.Square(y)));
    public static readonly Op Sinh = Op(Curve.Of("Sinh", Math.Sinh, (x, _) => Math.Cosh(x), (x, _) => Ops.Cosh(x)));
    public static readonly Op Cosh = Op(Curve.Of("Cosh", Math.Cosh, (x, _) => Math.Sinh(x), (x, _) => Ops.Sinh(x)));
    public static readonly Op Arcsin =
        Op(Curve.Of("Arcsin", Math.Asin, (x, _) => 1 / Math.Sqrt(1 - x * x), (x, _) => Ops.Rsqrt(1 - Ops.Square(x))));

    public static readonly Op Arccos =
        Op(Curve.Of("Arccos", Math.Acos, (x, _) => -1 / Math.Sqrt(1 - x * x), (x, _) => -Ops.Rsqrt(1 - Ops.Square(x))));

    public static readonly Op Arctan = Op(Curve.Of("Arctan", Math.Atan, (x, _) => 1 / (1 + x * x), (x, _) => 1 / (1 + Ops.Square(x))));
    public static readonly Op Arcsinh =
        Op(Curve.Of("Arcsinh", Math.Asinh, (x, _) => 1 / Math.Sqrt(1 + x * x), (x, _) => Ops.Rsqrt(1 + Ops.Square(x))));

    public static readonly Op Arccosh =
        Op(Curve.Of("Arccosh", Math.Acosh, (x, _) => 1 / Math.Sqrt(x * x - 1), (x, _) => Ops.Rsqrt(Ops.Square(x) - 1)));

    public static readonly Op Arctanh = Op(Curve.Of("Arctanh", Math.Atanh, (x, _) => 1 / (1 - x * x), (x, _) => 1 / (1 - Ops.Square(x))));

    public static readonly Op Expm1 = Op(Curve.Of("Expm1", SpecialMath.ExpMinusOne, (_, y) => y + 1, (_, y) => y + 1));
    public static readonly Op Exp2 = Op(Curve.Of("Exp2", x => Math.Pow(2, x), (_, y) => Ln2 * y, (_, y) => Ln2 * y));
    public static readonly Op Log1p = Op(Curve.Of("Log1p", SpecialMath.LogPlusOne, (x, _) => 1 / (1 + x), (x, _) => 1 / (1 + x)));
    public static readonly Op Log2 = Op(Curve.Of("Log2", Math.Log2, (x, _) => 1 / (Ln2 * x), (x, _) => 1 / (Ln2 * x)));
    public static readonly Op Log10 = Op(Curve.Of("Log10", Math.Log10, (x, _) => 1 / (Ln10 * x), (x, _) => 1 / (Ln10 * x)));
    public static readonly Op Rsqrt = Op(Curve.Of("Rsqrt", x => 1 / Math.Sqrt(x), (x, y) => -0.5 * y / x, (x, y) => -0.5 * y / x));
    public static readonly Op Reciprocal = Op(Curve.Of("Reciprocal", x => 1 / x, (_, y) => -y * y, (_, y) => -Ops.Square(y)));
    public static readonly Op Cbrt = Op(Curve.Of("Cbrt", Math.Cbrt, (_, y) => 1 / (3 * y * y), (_, y) => 1 / (3 * Ops.Square(y))));

    public static readonly Op Erf =
        Op(Curve.Of("Erf", SpecialMath.Erf, (x, _) => 2 / RootPi * Math.Exp(-x * x), (x, _) => 2 / RootPi * Ops.Exp(-Ops.Square(x))));

    public static readonly Op Erfc =
        Op(Curve.Of("Erfc", SpecialMath.Erfc, (x, _) => -2 / RootPi * Math.Exp(-x * x), (x, _) => -2 / RootPi * Ops.Exp(-Ops.Square(x))));

    public static readonly Op Erfinv =
        Op(Curve.Of("Erfinv", SpecialMath.Erfinv, (_, y) => RootPi / 2 * Math.Exp(y * y), (_, y) => RootPi / 2 * Ops.Exp(Ops.Square(y))));

    // sinc'' = -π²·sinc - 2·sinc'/x.
    public static readonly Op SincSlope = Op(Curve.Of(
        "SincSlope", SpecialMath.SincSlope, (x, _) => SpecialMath.SincCurvature(x),
        (x, y) => Tensor.Where(
            x.EqualTo(0), Tensor.Constant((float)SpecialMath.SincCurvature(0)),
            -(Math.PI * Math.PI) * Ops.Sinc(x) - 2 * Ops.DivideNoNan(y, x))));

    public static readonly Op Sinc =
        Op(Curve.Of("Sinc", SpecialMath.Sinc, (x, _) => SpecialMath.SincSlope(x), (x, _) => Tape.Run(SincSlope, x)));

    public static readonly Op I1 = Op(Curve.Of(
        "I1", SpecialMath.BesselI1, (x, y) => SpecialMath.BesselI0(x) - (x == 0 ? 0.5 : y / x),
        (x, y) => Ops.I0(x) - Ops.DivideNoNan(y, x)));

    public static readonly Op I0 = Op(Curve.Of("I0", SpecialMath.BesselI0, (x, _) => SpecialMath.BesselI1(x), (x, _) => Tape.Run(I1, x)));

    public static readonly Op Floor = Op(Curve.Flat("Floor", TensorPrimitives.Floor));
    public static readonly Op Ceil = Op(Curve.Flat("Ceil", TensorPrimitives.Ceiling));
    public static readonly Op Trunc = Op(Curve.Flat("Trunc", TensorPrimitives.Truncate));
    public static readonly Op Round = Op(Curve.Flat("Round", x => Math.Round(x, MidpointRounding.ToEven)));
    public static readonly Op Sign = Op(Curve.Flat("Sign", x => double.IsNaN(x) ? x : Math.Sign(x)));

    public static readonly Op IsNaN = Op(Curve.Flat("IsNaN", x => double.IsNaN(x) ? 1 : 0));
    public static readonly Op IsFinite = Op(Curve.Flat("IsFinite", x => double.IsFinite(x) ? 1 : 0));
    public static readonly Op IsInf = Op(Curve.Flat("IsInf", x => double.IsInfinity(x) ? 1 : 0));
    public static readonly Op IsPosInf = Op(Curve.Flat("IsPosInf", x => double.IsPositiveInfinity(x) ? 1 : 0));
    public static readonly Op IsNegInf = Op(Curve.Flat("IsNegInf", x => double.IsNegativeInfinity(x) ? 1 : 0));
    public static readonly Op SignBit = Op(Curve.Flat("SignBit", x => double.IsNegative(x) ? 1 : 0));
    public static readonly Op LogicalNot = Op(Curve.Flat("LogicalNot", x => x == 0 ? 1 : 0));

    private static CurveOp Op(Curve curve) => new(curve);
}
