using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Cuts arrays into batches: gathers the samples, shuffled if wanted, into tensors that it fills again and again.</summary>
internal sealed class BatchSource : BatchReader
{
    // A smaller batch is there before another thread has woken up.
    private const long LeastValuesAhead = 64 * 1024;

    private readonly DataArray[] _arrays;
    private readonly FedData? _fed;
    private readonly AheadPart? _ahead;
    private readonly int[] _x;
    private readonly int[] _y;
    private readonly int[] _weights;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly Part[] _full;
    private readonly Part[] _last;
    private readonly StepMemory? _memory;
    private readonly BatchFeeder? _feeder;
    private int _next;
    private long _firstOfPass;
    private bool _isAhead;

    /// <summary>Batches of arrays that all have as many samples; targets and weights may be missing.</summary>
    /// <param name="data">In the order of the model's inputs and outputs.</param>
    /// <param name="batchSize">Samples in a batch; the last one may have fewer.</param>
    /// <param name="mayReadAhead">
    /// Whether the next batch is gathered by its own thread while the step with this one runs, where there is a core for it and
    /// batches are large.
    /// </param>
    /// <param name="memory">
    /// Where the tensors of a batch come first in the step that it is for, which the caller ends before the next batch; null for tensors
    /// that last as long as this. Not for batches that are read ahead.
    /// </param>
    /// <param name="ahead">Layers of the model that work on each batch as soon as it is gathered.</param>
    public BatchSource(ModelData data, int batchSize, bool mayReadAhead = false, StepMemory? memory = null, AheadPart? ahead = null)
    {
        (_memory, _ahead) = (memory, ahead);
        (_batchSize, _order) = (Math.Clamp(batchSize, 1, Math.Max(1, data.Count)), new int[data.Count]);
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        // An array that is there twice, such as weights for all outputs, is gathered once.
        List<DataArray> arrays = [];
        _fed = data.Split is { } split ? new FedData(split, data.X) : null;
        _x = [.. _fed?.Plain.Select(PlaceOf) ?? data.X.Select(PlaceOf)];
        _y = [.. data.Y.Select(PlaceOf)];
        _weights = [.. data.Weights.Select(PlaceOf)];
        _arrays = [.. arrays];
        int full = Math.Min(_batchSize, data.Count), rest = data.Count % _batchSize;
        long values = _arrays.Sum(array => (long)array.SampleSize) * full;
        bool readsAhead = mayReadAhead && (values >= LeastValuesAhead || _fed is not null || ahead is not null) && Batches > 1
            && DeepSharpRuntime.Threads > 1
            && Environment.ProcessorCount > 1;
        if (readsAhead) _feeder = new BatchFeeder(Fill);
        int sets = readsAhead ? 2 : 1;
        _full = [.. Enumerable.Range(0, sets).Select(_ => new Part(this, full))];
        _last = rest == 0 || rest == full ? _full : [.. Enumerable.Range(0, sets).Select(_ => new Part(this, rest))];

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

    /// <summary>Samples in a pass.</summary>
    public int Samples => _order.Length;

    /// <summary>Samples in a batch; the last one may have fewer.</summary>
    public int BatchSize => _batchSize;

    /// <summary>Shuffles the samples before each pass, if given.</summary>
    public RandomStream? Random { get; init; }

    private int Batches => (int)(((long)_order.Length + _batchSize - 1) / _batchSize);

    /// <inheritdoc/>
    public override void BeginPass()
    {
        if (_isAhead) _feeder!.Wait();
        _isAhead = false;
        Random?.Shuffle(_order);
        if (_ahead is not null) _firstOfPass = _ahead.Claim(_order.Length);
        _next = 0;
    }

    /// <inheritdoc/>
    public override StepBatch? Next()
    {
        if (_next >= Batches) return null;
        int index = _next++;
        if (_isAhead) _feeder!.Wait();
        else Fill(index);
        _isAhead = _feeder is not null && _next < Batches;
        if (_isAhead) _feeder!.Start(_next);
        return PartFor(index).Batch;
    }

    /// <inheritdoc/>
    public override void SkipPass() => BeginPass();

    /// <inheritdoc/>
    public override bool Skip()
    {
        if (_next >= Batches) return false;
        if (_isAhead) _feeder!.Wait();
        _isAhead = false;
        _next++;
        return true;
    }

    /// <summary>Gathers a batch into its tensors. Batches alternate between two sets of them where one is read ahead.</summary>
    public void Fill(int index)
    {
        Part part = PartFor(index);
        ReadOnlySpan<int> samples = _order.AsSpan(index * _batchSize, part.Batch.Count);
        if (_memory is not null) part.PlaceTensors(_memory);
        for (int i = 0; i < _arrays.Length; i++)
        {
            _arrays[i].CopySamples(samples, part.Tensors[i].Span);
            if (_arrays[i].ElementType == typeof(float)) VanishingKernels.Flush(part.Tensors[i].Span);
        }

        _fed?.Fill(samples, part.Batch.X);
        _ahead?.Run(part.Tape!, part.Inputs, _firstOfPass + (long)index * _batchSize, part.Batch.X);
    }

    /// <inheritdoc/>
    public override void Dispose() => _feeder?.Dispose();

    private Part PartFor(int index) => (CountOf(index) == _full[0].Batch.Count ? _full : _last)[index % _full.Length];

    private int CountOf(int index) => Math.Min(_batchSize, _order.Length - index * _batchSize);

    // The tensors of a batch: one for each array.
    private sealed class Part
    {
        private readonly BatchSource _source;

        public Part(BatchSource source, int count)
        {
            _source = source;
            Tensors = new Tensor[source._arrays.Length];
            Inputs = new Tensor[source._x.Length];
            Tensor[] x = Inputs;
            if (source._ahead is { } ahead) (x, Tape) = (new Tensor[ahead.Count], new Tape(new StepMemory(), isRecording: false));
            Batch = new StepBatch(x, new Tensor?[source._y.Length], new Tensor?[source._weights.Length], count) { Ahead = source._ahead };
            if (source._memory is null) PlaceTensors(null);
        }

        public Tensor[] Tensors { get; }

        public StepBatch Batch { get; }

        /// <summary>The inputs of the model: those of the batch, unless layers have worked on them.</summary>
        public Tensor[] Inputs { get; }

        /// <summary>Whose memory layers work in, if any do.</summary>
        public Tape? Tape { get; }

        /// <summary>Puts tensors in their places: those of a step, or some that last.</summary>
        public void PlaceTensors(StepMemory? memory)
        {
            for (int i = 0; i < Tensors.Length; i++)
            {
                Shape shape = _source._arrays[i].SampleShape.Prepend(Batch.Count);
                Tensors[i] = memory?.Take(shape) ?? Tensor.KeepZeros(shape);
            }

            Put(_source._x, Inputs);
            Put(_source._y, Batch.Y);
            Put(_source._weights, Batch.Weights);
        }

        private void Put(int[] places, Tensor?[] tensors)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i] >= 0) tensors[i] = Tensors[places[i]];
            }
        }
    }
}
