namespace DeepSharp;

// Angles, circular and hyperbolic functions.
public static partial class Ops
{
    /// <summary>The sine of every value, an angle in radians.</summary>
    public static Tensor Sin(Tensor x) => Tape.Run(Curves.Sin, Require(x));

    /// <summary>The cosine of every value, an angle in radians.</summary>
    public static Tensor Cos(Tensor x) => Tape.Run(Curves.Cos, Require(x));

    /// <summary>The tangent of every value, an angle in radians.</summary>
    public static Tensor Tan(Tensor x) => Tape.Run(Curves.Tan, Require(x));

    /// <summary>The angle in radians, from -π/2 to π/2, of every sine: NaN beyond ±1.</summary>
    public static Tensor Arcsin(Tensor x) => Tape.Run(Curves.Arcsin, Require(x));

    /// <summary>The angle in radians, from 0 to π, of every cosine: NaN beyond ±1.</summary>
    public static Tensor Arccos(Tensor x) => Tape.Run(Curves.Arccos, Require(x));

    /// <summary>The angle in radians, from -π/2 to π/2, of every tangent.</summary>
    public static Tensor Arctan(Tensor x) => Tape.Run(Curves.Arctan, Require(x));

    /// <summary>The hyperbolic sine of every value.</summary>
    public static Tensor Sinh(Tensor x) => Tape.Run(Curves.Sinh, Require(x));

    /// <summary>The hyperbolic cosine of every value.</summary>
    public static Tensor Cosh(Tensor x) => Tape.Run(Curves.Cosh, Require(x));

    /// <summary>The inverse of the hyperbolic sine of every value.</summary>
    public static Tensor Arcsinh(Tensor x) => Tape.Run(Curves.Arcsinh, Require(x));

    /// <summary>The inverse of the hyperbolic cosine, 0 or more, of every value: NaN below 1.</summary>
    public static Tensor Arccosh(Tensor x) => Tape.Run(Curves.Arccosh, Require(x));

    /// <summary>The inverse of the hyperbolic tangent of every value: ±∞ at ±1, NaN beyond.</summary>
    public static Tensor Arctanh(Tensor x) => Tape.Run(Curves.Arctanh, Require(x));

    /// <summary>sin(πx)/(πx) of every value, 1 at 0.</summary>
    public static Tensor Sinc(Tensor x) => Tape.Run(Curves.Sinc, Require(x));

    /// <summary>The angle in radians, from -π to π, of every point: of <c>x1 / x2</c>, in the right quadrant.</summary>
    /// <param name="x1">The heights of the points.</param>
    /// <param name="x2">Their places to the right.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>Tensor phase = Ops.Arctan2(imaginary, real);</code></example>
    public static Tensor Arctan2(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Arctan2, x1, x2);

    /// <summary>The length of the longest side of right-angled triangles: √(x1² + x2²), without overflow.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Hypot(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Hypot, x1, x2);

    /// <summary>Degrees as radians.</summary>
    public static Tensor Deg2Rad(Tensor x) => Require(x) * (Math.PI / 180);

    /// <summary>Radians as degrees.</summary>
    public static Tensor Rad2Deg(Tensor x) => Require(x) * (180 / Math.PI);
}
