namespace DeepSharp;

/// <summary>Batches from a sequence of unknown length, which is enumerated anew for each pass.</summary>
internal sealed class BatchStream(
    Model model, string method, IEnumerable<Batch> batches, IReadOnlyDictionary<int, float>? classWeight,
    bool inputsOnly = false) : BatchReader
{
    private readonly List<Tensor> _buffers = [];
    private IEnumerator<Batch>? _running;

    /// <inheritdoc/>
    public override int? Count => null;

    /// <inheritdoc/>
    public override void BeginPass()
    {
        _running?.Dispose();
        _running = batches.GetEnumerator();
    }

    /// <inheritdoc/>
    public override StepBatch? Next()
    {
        if (_running is null || !_running.MoveNext()) return null;
        Batch batch = _running.Current ?? throw new InvalidOperationException($"{method}: expected batches but the sequence gave null.");
        if (inputsOnly) return Load(ModelData.Inputs(model, method, batch.X));
        return Load(ModelData.Of(model, method, batch.X, batch.Y, batch.SampleWeight, classWeight));
    }

    /// <summary>The tensors of a batch: those given, or copies as floats in memory that the next call uses again.</summary>
    public StepBatch Load(ModelData data)
    {
        int place = 0;
        return new StepBatch(
            [.. data.X.Select(array => TensorOf(array, place++))],
            [.. data.Y.Select(array => array is null ? null : TensorOf(array, place++))],
            [.. data.Weights.Select(array => array is null ? null : TensorOf(array, place++))],
            data.Count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _running?.Dispose();
        _running = null;
    }

    private Tensor TensorOf(DataArray array, int place)
    {
        if (array.AsTensor() is { } tensor) return tensor;
        while (_buffers.Count <= place) _buffers.Add(Tensor.KeepZeros(array.Shape));
        if (_buffers[place].Shape != array.Shape) _buffers[place] = Tensor.KeepZeros(array.Shape);
        array.CopyRange(0, array.Count, _buffers[place].Span);
        return _buffers[place];
    }
}
