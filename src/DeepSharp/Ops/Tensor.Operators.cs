namespace DeepSharp;

// Arithmetic under NumPy's broadcasting: shapes align at the end, and an axis that is missing or 1 stretches.
public sealed partial class Tensor
{
    /// <summary>Element-wise sum; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>Tensor shifted = images + Tensor.From([0.1f, 0.2f, 0.3f]);   // (32, 28, 28, 3) + (3,)</code></example>
    public static Tensor operator +(Tensor left, Tensor right) => Tape.Run(MathOps.Add, Require(left), Require(right));

    /// <summary>Adds a number to every value.</summary>
    public static Tensor operator +(Tensor left, double right) => left + Constant((float)right);

    /// <summary>Adds a number to every value.</summary>
    public static Tensor operator +(double left, Tensor right) => Constant((float)left) + right;

    /// <summary>Element-wise difference; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator -(Tensor left, Tensor right) => Tape.Run(MathOps.Subtract, Require(left), Require(right));

    /// <summary>Takes a number from every value.</summary>
    public static Tensor operator -(Tensor left, double right) => left - Constant((float)right);

    /// <summary>A number minus every value.</summary>
    public static Tensor operator -(double left, Tensor right) => Constant((float)left) - right;

    /// <summary>Element-wise product; shapes broadcast as in NumPy. For products of matrices see <see cref="MatMul"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => Tape.Run(MathOps.Multiply, Require(left), Require(right));

    /// <summary>Multiplies every value by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => left * Constant((float)right);

    /// <summary>Multiplies every value by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => Constant((float)left) * right;

    /// <summary>Element-wise quotient; shapes broadcast as in NumPy. Division by zero gives ±∞ or NaN.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor left, Tensor right) => Tape.Run(MathOps.Divide, Require(left), Require(right));

    /// <summary>Divides every value by a number.</summary>
    public static Tensor operator /(Tensor left, double right) => left / Constant((float)right);

    /// <summary>A number divided by every value.</summary>
    public static Tensor operator /(double left, Tensor right) => Constant((float)left) / right;

    /// <summary>Every value with the opposite sign.</summary>
    public static Tensor operator -(Tensor value) => Tape.Run(MathOps.Negate, Require(value));
}
