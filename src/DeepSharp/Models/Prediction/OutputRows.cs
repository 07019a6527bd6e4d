namespace DeepSharp;

/// <summary>Joins what a model gives for each batch to one tensor of all samples.</summary>
/// <param name="samples">How many samples there will be; null where that is not known.</param>
internal sealed class OutputRows(int? samples)
{
    private float[] _values = [];
    private int _used;
    private int _count;
    private Shape _sample;
    private bool _hasSample;

    /// <summary>
    /// Refuses what one tensor cannot hold, before a batch of <paramref name="count"/> samples is computed whose outputs have the shape
    /// <paramref name="sample"/>, or that of those before.
    /// </summary>
    /// <exception cref="ShapeException">All outputs together are more than fit in one tensor.</exception>
    public void RequireRoom(string method, int count, Shape? sample = null)
    {
        if (!_hasSample && sample is null) return;
        Shape each = _hasSample ? _sample : sample!.Value;
        long all = Math.Max(samples ?? 0, (long)_count + count);
        if (!each.IsKnown || all <= Array.MaxLength / Math.Max(1, each.KnownSize)) return;
        throw new ShapeException(
            $"{method}: expected outputs that fit in one tensor, {Array.MaxLength:N0} values, but those of {all:N0} samples, each " +
            $"{each}, do not. Predict some of the samples at a time, x[..n], or batch by batch with PredictOnBatch, and use them up " +
            "before the next.");
    }

    /// <summary>Adds the outputs for a batch.</summary>
    /// <exception cref="InvalidOperationException">They are not one a sample, or of another shape than those before.</exception>
    public void Add(string method, Tensor output, int count)
    {
        bool isOneEach = output.Rank > 0 && output.Shape[0] == count;
        if (!isOneEach || (_hasSample && output.Shape[1..] != _sample))
        {
            string expected = _hasSample ? _sample.Prepend(count).ToString() : $"({count}, ...)";
            throw new InvalidOperationException(
                $"{method}: expected outputs of shape {expected} for {count} samples but got {output.Shape}.");
        }

        (_sample, _hasSample, _count) = (output.Shape[1..], true, _count + count);
        RequireRoom(method, 0);
        Reserve(_used + output.Size);
        output.Span.CopyTo(_values.AsSpan(_used));
        _used += output.Size;
    }

    public Tensor ToTensor()
    {
        Array.Resize(ref _values, _used);
        return new Tensor(_values, 0, _sample.Prepend(_count));
    }

    private void Reserve(int length)
    {
        if (length <= _values.Length) return;
        long known = samples is { } total ? (long)total * _sample.Size : 2L * length;
        Array.Resize(ref _values, (int)Math.Clamp(known, length, Array.MaxLength));
    }
}
