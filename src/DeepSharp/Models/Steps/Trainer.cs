namespace DeepSharp;

/// <summary>What a model was compiled with, and the steps of training and evaluation that follow from it.</summary>
internal sealed class Trainer
{
    private readonly IStepModel _model;
    private readonly TrainingStep _trainingStep;
    private readonly TrainingStep _testStep;

    // The passes over data that run inside each other; the first stands for none.
    private readonly List<PassMeans> _passes = [new PassMeans()];
    private int _depth;

    public Trainer(
        IStepModel model, Optimizer optimizer, LossSet? losses, MetricSet? metrics = null, LossWeights? lossWeights = null,
        MetricSet? weightedMetrics = null)
    {
        (_model, Optimizer, Losses, LossWeights) = (model, optimizer, losses, lossWeights);
        (Metrics, WeightedMetrics) = (metrics, weightedMetrics);
        foreach (Loss? loss in losses ?? (IEnumerable<Loss?>)[])
        {
            if (loss is null || loss.Reduction != Reduction.None) continue;
            throw new ArgumentException(
                $"Compile: expected a loss that is one number, " +
                $"but {loss.Name} has Reduction.None. Choose another reduction.", nameof(losses));
        }

        RequireDistinct(metrics, weightedMetrics, model.OwnMetrics);
        Outputs = new CompiledOutputs(model.OwnMetrics, losses, lossWeights, metrics, weightedMetrics);
        Weights = new TrainedWeights(model, optimizer);
        Shapes = new StepShapes(model, Outputs);
        _trainingStep = new TrainingStep(model, Outputs, Weights, Shapes, isTraining: true);
        _testStep = new TrainingStep(model, Outputs, Weights, Shapes, isTraining: false);
        if (model.OutputNames is { } names) Outputs.Bind(names);
    }

    /// <summary>The outputs with their losses and metrics, and the values that are reported.</summary>
    public CompiledOutputs Outputs { get; }

    /// <summary>The weights that are trained.</summary>
    public TrainedWeights Weights { get; }

    /// <summary>Refuses targets that do not fit before a step begins.</summary>
    public StepShapes Shapes { get; }

    public Optimizer Optimizer { get; }

    public LossSet? Losses { get; }

    public LossWeights? LossWeights { get; }

    public MetricSet? Metrics { get; }

    public MetricSet? WeightedMetrics { get; }

    /// <summary>What keeps state for this model, and can be in no other one.</summary>
    public IReadOnlyList<object> KeepingState => [Optimizer, .. Metrics?.All ?? [], .. WeightedMetrics?.All ?? []];

    /// <summary>The loss of every output, where there is one for all.</summary>
    public Loss? SingleLoss => Losses is null ? null : Losses.IsSingle || Losses is { Count: 1, Names: null } ? Losses[0] : null;

    /// <summary>Says that layers came or went.</summary>
    public void ForgetLayers()
    {
        Weights.Forget();
        Outputs.Forget();
        Shapes.Forget();
    }

    /// <summary>Forward, loss, backward, update, metrics; or what the model's class does instead.</summary>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; the weights are as before.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public void TrainStep(StepBatch batch) => Train(batch, isAlone: false);

    /// <summary>Forward, loss, metrics; or what the model's class does instead.</summary>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public void TestStep(StepBatch batch) => Run(_testStep, batch, isAlone: false);

    /// <summary>A step of training that is a pass of its own, and its values.</summary>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public Logs TrainAlone(StepBatch batch)
    {
        if (!Weights.IsPrepared) Weights.Prepare();
        using Pass pass = BeginPass();
        Train(batch, isAlone: true);
        return Report();
    }

    /// <summary>A step of evaluation that is a pass of its own, and its values.</summary>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public Logs TestAlone(StepBatch batch)
    {
        using Pass pass = BeginPass();
        Run(_testStep, batch, isAlone: true);
        return ReportTest();
    }

    /// <summary>
    /// Begins <c>Fit</c>, <c>Evaluate</c> or a step on a single batch: it ends when what is returned is disposed of. Inside another one,
    /// what that has added up is given back then.
    /// </summary>
    /// <exception cref="NotSupportedException">A custom metric does not say what its state is.</exception>
    public Pass BeginPass()
    {
        if (_passes.Count == _depth + 1) _passes.Add(new PassMeans());
        PassMeans pass = _passes[_depth + 1];
        if (_passes[_depth].IsAdding && Outputs.KnownValues is { } values) pass.Keep(values);
        (pass.IsAdding, pass.Batches) = (false, 0);
        _depth++;
        RunningPasses.Begin(_model);
        return new Pass(this);
    }

    /// <summary>Begins to add up means.</summary>
    public void BeginMeans()
    {
        Reset();
        _passes[_depth].IsAdding = true;
    }

    /// <summary>Says that the means have been read, and need not be kept.</summary>
    public void EndMeans() => _passes[_depth].IsAdding = false;

    /// <summary>Forgets all means.</summary>
    public void Reset()
    {
        _passes[_depth].Batches = 0;
        Outputs.KnownValues?.Reset();
    }

    /// <summary>The means since the last reset, in the order in which they are shown. The object is used again.</summary>
    public Logs Report() => Outputs.Values.WriteTo(_passes[_depth].Training);

    /// <summary>The same for evaluation, which may run in the middle of training.</summary>
    public Logs ReportTest() => Outputs.Values.WriteTo(_passes[_depth].Test);

    // An evaluation that an exception ended may have left the averages of the weights in their place.
    private void Train(StepBatch batch, bool isAlone)
    {
        Optimizer.TakeAverages();
        Run(_trainingStep, batch, isAlone);
    }

    private void Run(TrainingStep step, StepBatch batch, bool isAlone)
    {
        try
        {
            Shapes.Check(batch);
            if (isAlone) BeginMeans();
            step.Run(batch);
            _passes[_depth].Batches++;
        }
        catch (ValueException exception) when (exception.NameBatch($"Batch {_passes[_depth].Batches + 1}"))
        {
            throw;
        }
    }

    // A metric adds up what it sees; in two places it would mix them.
    private static void RequireDistinct(MetricSet? metrics, MetricSet? weightedMetrics, IEnumerable<Metric> own)
    {
        var seen = new HashSet<Metric>(own, ReferenceEqualityComparer.Instance);
        foreach (Metric metric in (metrics?.All ?? []).Concat(weightedMetrics?.All ?? []))
        {
            if (seen.Add(metric)) continue;
            throw new ArgumentException(
                $"Compile: expected a metric object of its own in every place, but '{metric.Name}' ({metric.ClassName}) was given twice " +
                "and would mix the values of both. Make two, or use names.");
        }
    }

    private void EndPass()
    {
        RunningPasses.End();
        PassMeans pass = _passes[_depth--];
        pass.GiveBack(Outputs.KnownValues);
    }

    /// <summary>A pass over data, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct Pass(Trainer trainer)
    {
        private readonly Trainer _trainer = trainer;

        /// <summary>Ends it.</summary>
        public void Dispose() => _trainer.EndPass();
    }
}
