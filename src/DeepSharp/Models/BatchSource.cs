namespace DeepSharp;

/// <summary>Cuts arrays into batches: gathers the samples, shuffled if wanted, into tensors that it fills again and again.</summary>
internal sealed class BatchSource : BatchReader
{
    private readonly DataArray[] _arrays;
    private readonly int[] _x;
    private readonly int[] _y;
    private readonly int[] _weights;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Part[] _full;
    private readonly Part[] _last;
    private int _next;

    /// <summary>Batches of arrays that all have as many samples; targets and weights may be missing.</summary>
    public BatchSource(ModelData data, int batchSize)
    {
        (_batchSize, _order) = (batchSize, new int[data.Count]);
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        // An array that is there twice, such as weights for all outputs, is gathered once.
        List<DataArray> arrays = [];
        _x = [.. data.X.Select(PlaceOf)];
        _y = [.. data.Y.Select(PlaceOf)];
        _weights = [.. data.Weights.Select(PlaceOf)];
        _arrays = [.. arrays];
        int full = Math.Min(batchSize, data.Count), rest = data.Count % batchSize;
        _full = [new Part(this, full)];
        _last = rest == 0 || rest == full ? _full : [new Part(this, rest)];

        int PlaceOf(DataArray? array)
        {
            if (array is null) return -1;
            int place = arrays.IndexOf(array);
            if (place < 0) arrays.Add(array);
            return place < 0 ? arrays.Count - 1 : place;
        }
    }

    /// <summary>Batches in one pass over the data.</summary>
    public override int? Count => Batches;

    /// <summary>Shuffles the samples before each pass, if given.</summary>
    public RandomStream? Random { get; init; }

    private int Batches => (_order.Length + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public override void BeginPass()
    {
        Random?.Shuffle(_order);
        _next = 0;
    }

    /// <inheritdoc/>
    public override StepBatch? Next()
    {
        if (_next >= Batches) return null;
        int index = _next++;
        Part part = PartFor(index, 0);
        Fill(part, index);
        return part.Batch;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    private Part PartFor(int index, int set) => (CountOf(index) == _full[0].Batch.Count ? _full : _last)[set];

    private int CountOf(int index) => Math.Min(_batchSize, _order.Length - index * _batchSize);

    private void Fill(Part part, int index)
    {
        ReadOnlySpan<int> samples = _order.AsSpan(index * _batchSize, part.Batch.Count);
        for (int i = 0; i < _arrays.Length; i++) _arrays[i].CopySamples(samples, part.Tensors[i].Span);
    }

    // The tensors of a batch: one for each array.
    private sealed class Part
    {
        public Part(BatchSource source, int count)
        {
            Tensors = [.. source._arrays.Select(array => Tensor.Zeros(array.SampleShape.Prepend(count)))];
            Batch = new StepBatch([.. source._x.Select(place => Tensors[place])], Pick(source._y), Pick(source._weights), count);
        }

        public Tensor[] Tensors { get; }

        public StepBatch Batch { get; }

        private Tensor?[] Pick(int[] places) => [.. places.Select(place => place < 0 ? null : Tensors[place])];
    }
}
