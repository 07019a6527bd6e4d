namespace DeepSharp;

/// <summary>The loss became NaN or infinite. Training stopped before that batch could change the weights.</summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Makes an exception without a message.</summary>
    public NonFiniteLossException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public NonFiniteLossException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public NonFiniteLossException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
