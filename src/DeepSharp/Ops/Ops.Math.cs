namespace DeepSharp;

// Element by element.
public static partial class Ops
{
    /// <summary>The sum, element by element.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Add(Tensor x1, Tensor x2) => Require(x1) + Require(x2);

    /// <summary>The difference, element by element.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Subtract(Tensor x1, Tensor x2) => Require(x1) - Require(x2);

    /// <summary>The product, element by element. For products of matrices see <see cref="MatMul"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor x1, Tensor x2) => Require(x1) * Require(x2);

    /// <summary>The quotient, element by element. Division by zero gives ±∞ or NaN.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Divide(Tensor x1, Tensor x2) => Require(x1) / Require(x2);

    /// <summary>Every value with the opposite sign.</summary>
    public static Tensor Negative(Tensor x) => -Require(x);

    /// <summary>Every value without its sign. The derivative at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) => Require(x).Abs();

    /// <summary>e to the power of every value.</summary>
    public static Tensor Exp(Tensor x) => Require(x).Exp();

    /// <summary>The natural logarithm of every value: NaN below 0, -∞ at 0.</summary>
    public static Tensor Log(Tensor x) => Require(x).Log();

    /// <summary>The square root of every value: NaN below 0.</summary>
    public static Tensor Sqrt(Tensor x) => Require(x).Sqrt();

    /// <summary>The square of every value.</summary>
    public static Tensor Square(Tensor x) => Require(x).Square();

    /// <summary>Values to powers, element by element. The gradient of the exponent is 0 where the base is not positive.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Power(Tensor x1, Tensor x2) => Require(x1).Pow(Require(x2));

    /// <summary>Every value to a power.</summary>
    /// <example><code>Tensor cubes = Ops.Power(x, 3);</code></example>
    public static Tensor Power(Tensor x1, double x2) => Require(x1).Pow(x2);

    /// <summary>The larger of two values, element by element; NaN if either is. Where both are equal, the first has the gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Maximum(Tensor x1, Tensor x2) => Require(x1).Maximum(Require(x2));

    /// <summary>Every value, but at least a number.</summary>
    public static Tensor Maximum(Tensor x1, double x2) => Require(x1).Maximum(x2);

    /// <summary>
    /// The smaller of two values, element by element; NaN if either is. Where both are equal, the first has the gradient.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Minimum(Tensor x1, Tensor x2) => Require(x1).Minimum(Require(x2));

    /// <summary>Every value, but at most a number.</summary>
    public static Tensor Minimum(Tensor x1, double x2) => Require(x1).Minimum(x2);

    /// <summary>Every value, but within bounds. The gradient passes where the value is within.</summary>
    /// <exception cref="ArgumentException"><paramref name="xMin"/> is above <paramref name="xMax"/>.</exception>
    public static Tensor Clip(Tensor x, double xMin, double xMax) => Require(x).Clip(xMin, xMax);

    /// <summary>
    /// The value of <paramref name="x1"/> where <paramref name="condition"/> is not 0, of <paramref name="x2"/> where it is. The condition
    /// has no gradient.
    /// </summary>
    /// <exception cref="ShapeException">The three shapes do not broadcast.</exception>
    /// <example><code>Tensor huber = Ops.Where(Ops.Less(Ops.Abs(error), 1), 0.5 * Ops.Square(error), Ops.Abs(error) -
    /// 0.5);</code></example>
    public static Tensor Where(Tensor condition, Tensor x1, Tensor x2) => Tensor.Where(Require(condition), Require(x1), Require(x2));

    /// <summary>1 where the first is larger, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Greater(Tensor x1, Tensor x2) => Require(x1).Greater(Require(x2));

    /// <summary>1 where a value is larger than a number, else 0. No gradient.</summary>
    public static Tensor Greater(Tensor x1, double x2) => Require(x1).Greater(x2);

    /// <summary>1 where the first is larger or equal, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor GreaterEqual(Tensor x1, Tensor x2) => Require(x1).GreaterOrEqual(Require(x2));

    /// <summary>1 where a value is at least a number, else 0. No gradient.</summary>
    public static Tensor GreaterEqual(Tensor x1, double x2) => Require(x1).GreaterOrEqual(x2);

    /// <summary>1 where the first is smaller, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Less(Tensor x1, Tensor x2) => Require(x1).Less(Require(x2));

    /// <summary>1 where a value is smaller than a number, else 0. No gradient.</summary>
    public static Tensor Less(Tensor x1, double x2) => Require(x1).Less(x2);

    /// <summary>1 where the first is smaller or equal, else 0. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor LessEqual(Tensor x1, Tensor x2) => Require(x1).LessOrEqual(Require(x2));

    /// <summary>1 where a value is at most a number, else 0. No gradient.</summary>
    public static Tensor LessEqual(Tensor x1, double x2) => Require(x1).LessOrEqual(x2);

    /// <summary>1 where values are equal, else 0; NaN equals nothing. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Equal(Tensor x1, Tensor x2) => Require(x1).EqualTo(Require(x2));

    /// <summary>1 where a value is a number, else 0. No gradient.</summary>
    public static Tensor Equal(Tensor x1, double x2) => Require(x1).EqualTo(x2);

    /// <summary>0 where values are equal, else 1. No gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor NotEqual(Tensor x1, Tensor x2) => Require(x1).NotEqualTo(Require(x2));

    /// <summary>0 where a value is a number, else 1. No gradient.</summary>
    public static Tensor NotEqual(Tensor x1, double x2) => Require(x1).NotEqualTo(x2);
}
