namespace DeepSharp;

/// <summary>A shape does not fit: the message says whose, what was expected, what came, and what to do.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Makes an exception without a message.</summary>
    public ShapeException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public ShapeException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and a cause.</summary>
    public ShapeException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
