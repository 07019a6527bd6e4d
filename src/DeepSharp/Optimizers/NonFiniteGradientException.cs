namespace DeepSharp;

/// <summary>
/// A gradient was NaN or infinite, or, for an optimizer that squares gradients, 1.8e19 or more, whose square is beyond the floats. The
/// optimizer refused the step: weights, what it keeps for them and its number of steps are as before.
/// </summary>
/// <remarks>
/// The loss may well be finite: that of <c>Sqrt(x)</c> at 0 is 0 and its gradient infinite. Where the loss itself is not finite training
/// ends with <see cref="NonFiniteLossException"/>; both are an <see cref="ArithmeticException"/>. A custom loop may catch it and go
/// on with the next batch.
/// </remarks>
public sealed class NonFiniteGradientException : ArithmeticException
{
    /// <summary>Makes an exception without a message.</summary>
    public NonFiniteGradientException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public NonFiniteGradientException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public NonFiniteGradientException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
