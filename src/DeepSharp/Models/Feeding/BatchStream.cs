namespace DeepSharp;

/// <summary>
/// Batches that are counted and made ahead, or from a sequence of unknown length, which is enumerated again for each pass. Those that are
/// like the ones before cost nothing: what is floats already is used where it lies, and the rest is converted into memory that stays.
/// </summary>
internal sealed class BatchStream(
    Model model, string method, IEnumerable<Batch> batches, IReadOnlyDictionary<int, float>? classWeight,
    bool inputsOnly = false, CancellationToken cancellation = default) : BatchReader
{
    private readonly SequencePass? _counted = batches is BatchSequence sequence ? new SequencePass(sequence, cancellation) : null;
    private readonly BatchForm _form = new();
    private readonly StepMemory _memory = new();
    private readonly ClassWeightRoom _room = new();
    private StepBatch _batch = new([], [], [], 0);
    private DataArray?[] _targets = [];
    private DataArray?[] _weights = [];
    private Shape _prediction;
    private IEnumerator<Batch>? _running;
    private GraphSplit? _split;

    /// <inheritdoc/>
    public override int? Count => batches is BatchSequence sequence ? SequencePass.CountOf(sequence) : null;

    /// <inheritdoc/>
    public override void BeginPass()
    {
        if (_counted is not null)
        {
            _counted.Begin();
            return;
        }

        _running?.Dispose();
        _running = batches.GetEnumerator();
    }

    /// <inheritdoc/>
    public override void SkipPass() => _counted?.SkipPass();

    /// <inheritdoc/>
    public override bool Skip() => _counted?.Skip() ?? NextOf(out _);

    /// <inheritdoc/>
    public override StepBatch? Next()
    {
        bool hasNext = _counted is null ? NextOf(out Batch? batch) : _counted.Next(out batch);
        if (!hasNext) return null;
        if (batch is null) throw new InvalidOperationException($"{method}: expected batches but the sequence gave null.");
        return inputsOnly ? Load(batch.X, null, null, null) : Load(batch.X, batch.Y, batch.SampleWeight, classWeight);
    }

    private bool NextOf(out Batch? batch)
    {
        bool hasNext = _running?.MoveNext() == true;
        batch = hasNext ? _running!.Current : null;
        if (!hasNext) EndEnumeration();
        return hasNext;
    }

    /// <summary>The tensors of a batch: over the floats that were given, or copies in memory that the next call uses again.</summary>
    /// <exception cref="ArgumentException">Something is missing, or not as much as the rest.</exception>
    /// <exception cref="ShapeException">The inputs do not fit the model.</exception>
    public StepBatch Load(DataGroup x, DataGroup? y, DataGroup? sampleWeight, IReadOnlyDictionary<int, float>? weightOfClass)
    {
        Trainer? trainer = inputsOnly ? null : model.RequireTrainer(method);
        if (x is null || !_form.Takes(trainer, x, y, sampleWeight) || model.Split != _split) Learn(trainer, x!, y, sampleWeight);
        Place(y, _form.Y, _targets);
        Place(sampleWeight, _form.Weights, _weights);
        if (weightOfClass is not null) ClassWeights.Multiply(method, _targets, _weights, weightOfClass, _prediction, _room);

        // Tensors of the batch before become unreadable, and say so.
        _memory.EndStep();
        if (_split is not null) LoadFed(x!);
        else
        {
            for (int i = 0; i < _batch.X.Length; i++)
            {
                DataArray array = x![_form.X[i]];
                _batch.X[i] = TensorOf(array, DataOrder.SampleShape(model, i, array).Prepend(array.Count));
            }
        }

        for (int i = 0; i < _targets.Length; i++)
        {
            _batch.Y[i] = _targets[i] is { } array ? TensorOf(array, array.Shape) : null;
            _batch.Weights[i] = _weights[i] is { } weights ? TensorOf(weights, weights.Shape) : null;
        }

        return _batch.Of(x![0].Count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EndEnumeration();
        _counted?.Dispose();
    }

    private void EndEnumeration()
    {
        _running?.Dispose();
        _running = null;
    }

    private void Learn(Trainer? trainer, DataGroup x, DataGroup? y, DataGroup? sampleWeight)
    {
        if (trainer is null) ModelData.Inputs(model, method, x);
        else _prediction = ModelData.Of(model, method, x, y, sampleWeight).Outputs[0];
        _form.Learn(model, trainer, x, y, sampleWeight);
        _split = model.Split;
        int inputs = _split?.FedPlaces.Count ?? _form.X.Length, outputs = _form.Y.Length;
        if (_batch.X.Length == inputs && _targets.Length == outputs) return;
        (_targets, _weights) = (new DataArray?[outputs], new DataArray?[outputs]);
        _batch = new StepBatch(new Tensor[inputs], new Tensor?[outputs], new Tensor?[outputs], 0);
    }

    // What layers on data make of the batch.
    private void LoadFed(DataGroup x)
    {
        var data = new DataArray[_form.X.Length];
        for (int i = 0; i < data.Length; i++)
        {
            DataArray array = x[_form.X[i]];
            Shape sample = DataOrder.SampleShape(model, i, array);
            data[i] = sample == array.SampleShape ? array : array.WithSampleShape(sample);
        }

        DataArray[] made = _split!.Plan.Run(data);
        for (int i = 0; i < _batch.X.Length; i++)
        {
            DataArray array = made[_split.FedPlaces[i]];
            _batch.X[i] = TensorOf(array, array.Shape);
        }
    }

    private static void Place(DataGroup? group, int[] places, DataArray?[] arrays)
    {
        for (int i = 0; i < arrays.Length; i++) arrays[i] = places[i] < 0 ? null : group![places[i]];
    }

    private Tensor TensorOf(DataArray array, Shape shape)
    {
        if (array.Floats is { } values) return _memory.Wrap(values, shape);
        Tensor tensor = _memory.Take(shape);
        array.CopyRange(0, array.Count, tensor.Span);
        return tensor;
    }
}
