namespace DeepSharp;

// The same with floats. C# widens them to doubles by itself; F#, whose numbers in data are floats, widens no operands.
public sealed partial class Tensor
{
    /// <summary>The sum of each value and a number.</summary>
    public static Tensor operator +(Tensor left, float right) => left + (double)right;

    /// <summary>The sum of a number and each value.</summary>
    public static Tensor operator +(float left, Tensor right) => (double)left + right;

    /// <summary>The difference of each value and a number.</summary>
    public static Tensor operator -(Tensor left, float right) => left - (double)right;

    /// <summary>The difference of a number and each value.</summary>
    public static Tensor operator -(float left, Tensor right) => (double)left - right;

    /// <summary>The product of each value and a number.</summary>
    public static Tensor operator *(Tensor left, float right) => left * (double)right;

    /// <summary>The product of a number and each value.</summary>
    public static Tensor operator *(float left, Tensor right) => (double)left * right;

    /// <summary>The quotient of each value and a number.</summary>
    public static Tensor operator /(Tensor left, float right) => left / (double)right;

    /// <summary>The quotient of a number and each value.</summary>
    public static Tensor operator /(float left, Tensor right) => (double)left / right;
}
