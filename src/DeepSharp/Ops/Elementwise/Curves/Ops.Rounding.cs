namespace DeepSharp;

// Whole numbers near values, remainders and signs. Steps have no gradient.
public static partial class Ops
{
    /// <summary>The largest whole number that is not above every value. The gradient is 0.</summary>
    public static Tensor Floor(Tensor x) => Tape.Run(Curves.Floor, Require(x));

    /// <summary>The smallest whole number that is not below every value. The gradient is 0.</summary>
    public static Tensor Ceil(Tensor x) => Tape.Run(Curves.Ceil, Require(x));

    /// <summary>Every value without what follows the point. The gradient is 0.</summary>
    public static Tensor Trunc(Tensor x) => Tape.Run(Curves.Trunc, Require(x));

    /// <summary>-1, 0 or 1 for every value, as it is below, at or above 0; NaN stays. The gradient is 0.</summary>
    public static Tensor Sign(Tensor x) => Tape.Run(Curves.Sign, Require(x));

    /// <summary>Every value rounded; halves go to the even neighbour. The gradient is 0.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="decimals">Digits after the point that stay; below 0 for before the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 37 digits, or fewer than -37.</exception>
    public static Tensor Round(Tensor x, int decimals = 0)
    {
        const int Most = 37;
        if (decimals is < -Most or > Most)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), $"Round: expected decimals from -{Most} to {Most} but got {decimals}.");
        }

        if (decimals == 0) return Tape.Run(Curves.Round, Require(x));
        double scale = Math.Pow(10, Math.Abs(decimals));
        return decimals > 0 ? Round(Require(x) * scale) / scale : Round(Require(x) / scale) * scale;
    }

    /// <summary>Every value without its sign, as <see cref="Abs"/>.</summary>
    public static Tensor Fabs(Tensor x) => Abs(x);

    /// <summary>The remainder of division, with the sign of the divisor, as Python's <c>%</c>. NaN for a divisor of 0.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Mod(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Mod, x1, x2);

    /// <summary>The remainder of division, with the sign of the dividend, as C#'s <c>%</c>. NaN for a divisor of 0.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Fmod(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Fmod, x1, x2);

    /// <summary>The quotient rounded down. The gradient is 0.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor FloorDivide(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.FloorDivide, x1, x2);

    /// <summary>The quotient, but 0 where the divisor is 0. There the gradient is 0 too.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor DivideNoNan(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.DivideNoNan, x1, x2);

    /// <summary>The larger of two values; where one is NaN, the other.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Fmax(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Fmax, x1, x2);

    /// <summary>The smaller of two values; where one is NaN, the other.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Fmin(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Fmin, x1, x2);

    /// <summary>0 below 0, 1 above, and <paramref name="x2"/> at 0. The gradient is 0.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Heaviside(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Heaviside, x1, x2);

    /// <summary>The float next to <paramref name="x1"/> on the way to <paramref name="x2"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor NextAfter(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.NextAfter, x1, x2);

    /// <summary>The greatest common divisor of whole numbers. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor Gcd(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Gcd, x1, x2);

    /// <summary>The least common multiple of whole numbers, rounded to a float. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor Lcm(Tensor x1, Tensor x2) => PairOp.Run(PairFunctions.Lcm, x1, x2);

    /// <summary>NaN and infinities replaced by numbers. The gradient passes where a value stays.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="nan">What stands for NaN.</param>
    /// <param name="posinf">What stands for ∞; null for the largest float.</param>
    /// <param name="neginf">What stands for -∞; null for the smallest float.</param>
    public static Tensor NanToNum(Tensor x, double nan = 0, double? posinf = null, double? neginf = null)
    {
        Tensor finite = Where(IsNaN(x), Tensor.Constant((float)nan), x);
        finite = Where(IsPosInf(x), Tensor.Constant((float)(posinf ?? float.MaxValue)), finite);
        return Where(IsNegInf(x), Tensor.Constant((float)(neginf ?? float.MinValue)), finite);
    }
}
