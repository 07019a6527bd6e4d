namespace DeepSharp;

/// <summary>One step of training or of evaluation, and the means over the steps since the last reset.</summary>
internal sealed class Trainer
{
    private readonly Model _model;
    private readonly Metric[] _metrics;
    private readonly Tape _trainingTape = new(new StepMemory(), isRecording: true) { CollectsPenalties = true };
    private readonly Tape _testTape = new(new StepMemory(), isRecording: false) { CollectsPenalties = true };
    private readonly Logs _logs = new();
    private readonly (string Name, Metric? Metric)[] _sorted;
    private Variable[] _variables = [];
    private Variable[]? _regularized;
    private double _lossSum;
    private long _samples;

    public Trainer(Model model, Optimizer optimizer, Loss loss, IReadOnlyList<Metric> metrics)
    {
        if (loss.Reduction == Reduction.None)
        {
            throw new ArgumentException($"Compile: expected a loss that is one number, but {loss.Name} has Reduction.None. Choose another reduction.", nameof(loss));
        }

        (_model, Optimizer, Loss, _metrics) = (model, optimizer, loss, [.. metrics]);
        string? twice = _metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1 || group.Key == "loss")?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Compile: expected metrics of different names, none of them 'loss', but got '{twice}' more than once. Give one another name.", nameof(metrics));
        }

        // Keras shows the values in alphabetical order.
        _sorted = [.. _metrics.Select(metric => (metric.Name, (Metric?)metric)).Append(("loss", null)).OrderBy(entry => entry.Item1, StringComparer.Ordinal)];
    }

    public Optimizer Optimizer { get; }

    public Loss Loss { get; }

    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>Whether <see cref="Prepare"/> has run for the layers that there are.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Says that layers came or went: their weights have to be looked up again.</summary>
    public void ForgetWeights() => IsPrepared = false;

    /// <summary>Looks up which weights are to be trained, and makes what the optimizer keeps for them.</summary>
    public void Prepare()
    {
        _variables = [.. _model.TrainableWeights];
        FindRegularized();
        Optimizer.Build(_variables);
        IsPrepared = true;
    }

    /// <summary>Looks up which weights have penalties.</summary>
    public void FindRegularized() => _regularized = Penalties.Regularized(_model);

    /// <summary>Puts the moving averages of the weights in their place, where the optimizer keeps some.</summary>
    public void Finish() => Optimizer.FinalizeVariableValues(_variables);

    /// <summary>Forward, loss, backward, update, metrics.</summary>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before.</exception>
    public void TrainStep(Tensor x, Tensor y)
    {
        Tape? previous = _trainingTape.Enter();
        try
        {
            Tensor prediction = _model.Apply(x, training: true);
            Tensor loss = Penalties.AddRecorded(Loss.Apply(y, prediction), Regularized, _trainingTape);
            ThrowIfNotFinite(loss.Item());
            bool learns = _variables.Length > 0 && _trainingTape.Owns(loss.Producer);
            if (learns) _trainingTape.Backward(loss);
            double total = loss.Item() + Penalties.AddDirect(Regularized, learns ? _trainingTape : null);
            ThrowIfNotFinite(total);
            if (learns) Optimizer.Apply(_variables, _trainingTape);
            Record(y, prediction, total);
        }
        finally
        {
            Tape.Restore(previous);
            _trainingTape.EndStep();
        }
    }

    /// <summary>Forward, loss, metrics.</summary>
    public void TestStep(Tensor x, Tensor y)
    {
        Tape? previous = _testTape.Enter();
        try
        {
            Tensor prediction = _model.Apply(x, training: false);
            Tensor loss = Penalties.AddRecorded(Loss.Apply(y, prediction), Regularized, _testTape);
            Record(y, prediction, loss.Item() + Penalties.AddDirect(Regularized, null));
        }
        finally
        {
            Tape.Restore(previous);
            _testTape.EndStep();
        }
    }

    /// <summary>Forgets all means.</summary>
    public void Reset()
    {
        (_lossSum, _samples) = (0, 0);
        foreach (Metric metric in _metrics) metric.Reset();
    }

    /// <summary>The means since the last reset, in the order in which they are shown. The object is used again.</summary>
    public Logs Report()
    {
        foreach ((string name, Metric? metric) in _sorted) _logs[name] = metric?.Result ?? (_samples == 0 ? 0 : _lossSum / _samples);
        return _logs;
    }

    private Variable[] Regularized => _regularized ??= Penalties.Regularized(_model);

    // Each batch counts by its number of samples, so that a short last one does not weigh more.
    private void Record(Tensor y, Tensor prediction, double loss)
    {
        int samples = prediction.Rank > 0 ? prediction.Shape[0] : 1;
        _lossSum += loss * samples;
        _samples += samples;
        foreach (Metric metric in _metrics) metric.Update(y, prediction);
    }

    private void ThrowIfNotFinite(double loss)
    {
        if (double.IsFinite(loss)) return;
        throw new NonFiniteLossException(
            $"Training: expected a finite loss but {Loss.Name} became {loss} in step {Optimizer.Iterations + 1}. The weights are those before this step. " +
            $"Lower the learning rate (now {Optimizer.LearningRate}), check the data for NaN, or scale the inputs.");
    }
}
