namespace DeepSharp;

/// <summary>Cuts data into batches: gathers the samples, shuffled if wanted, into one pair of tensors that it fills again and again.</summary>
internal sealed class BatchSource
{
    private readonly DataArray _x;
    private readonly DataArray? _y;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Batch _full;
    private readonly Batch? _last;

    public BatchSource(DataArray x, DataArray? y, int batchSize)
    {
        (_x, _y, _batchSize) = (x, y, batchSize);
        _order = new int[x.Count];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        _full = new Batch(x, y, Math.Min(batchSize, x.Count));
        if (x.Count % batchSize is > 0 and int rest && rest != _full.Count) _last = new Batch(x, y, rest);
    }

    /// <summary>Batches in one pass over the data.</summary>
    public int Count => (_order.Length + _batchSize - 1) / _batchSize;

    /// <summary>Puts the samples in a new random order.</summary>
    public void Shuffle(RandomStream random) => random.Shuffle(_order);

    /// <summary>The samples of a batch, valid until the next call.</summary>
    public Batch Load(int index)
    {
        int start = index * _batchSize;
        int count = Math.Min(_batchSize, _order.Length - start);
        Batch batch = count == _full.Count ? _full : _last!;
        ReadOnlySpan<int> samples = _order.AsSpan(start, count);
        _x.CopySamples(samples, batch.X.Span);
        _y?.CopySamples(samples, batch.Y!.Span);
        return batch;
    }

    /// <summary>Tensors of inputs and targets.</summary>
    internal sealed class Batch(DataArray x, DataArray? y, int count)
    {
        public int Count => count;

        public Tensor X { get; } = Tensor.Zeros(x.SampleShape.Prepend(count));

        public Tensor? Y { get; } = y is null ? null : Tensor.Zeros(y.SampleShape.Prepend(count));
    }
}
