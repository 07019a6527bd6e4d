namespace DeepSharp;

/// <summary>A value in a batch makes no sense, such as a label that is no class: the message says which, and in which batch.</summary>
internal sealed class ValueException(string message) : ArgumentException(message)
{
    private string? _batch;

    /// <inheritdoc/>
    public override string Message => _batch is null ? base.Message : $"{_batch}: {base.Message}";

    /// <summary>Names the batch. Written as an exception filter, which never catches: the original stack stays.</summary>
    internal bool NameBatch(string batch)
    {
        _batch ??= batch;
        return false;
    }
}
