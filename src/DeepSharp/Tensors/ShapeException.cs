namespace DeepSharp;

/// <summary>A shape does not fit: the message says whose, what was expected, what came, and what to do.</summary>
public sealed class ShapeException : ArgumentException
{
    private string? _owner;
    private bool _isOwnerLayer;
    private string? _note;

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

    /// <inheritdoc/>
    public override string Message => _owner is null ? base.Message + _note : $"{_owner}: {base.Message}{_note}";

    /// <summary>
    /// Names the op that the message is about. Written as an exception filter, which never catches: the original stack stays.
    /// </summary>
    internal bool NameOp(string op)
    {
        _owner ??= op;
        return false;
    }

    /// <summary>Names the layer that the message is about, in place of its op; the innermost layer stays.</summary>
    internal bool NameLayer(string layer)
    {
        if (!_isOwnerLayer) (_owner, _isOwnerLayer) = (layer, true);
        return false;
    }

    /// <summary>Adds a sentence at the end, once: how the shapes of the message are to be read.</summary>
    internal bool Add(string note)
    {
        _note ??= note;
        return false;
    }
}
