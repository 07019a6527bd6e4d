namespace DeepSharp;

/// <summary>What a model was compiled with, and the steps of training and evaluation that follow from it.</summary>
internal sealed class Trainer
{
    private readonly Model _model;
    private long _preparedFor = -1;
    private readonly RunningMean _loss = new();
    private readonly TrainingStep _trainingStep;
    private readonly TrainingStep _testStep;
    private Variable[]? _regularized;
    private long _regularizedFor;
    private OutputTraining[] _outputs = [];
    private ReportedValues? _values;

    // The passes over data that run inside each other; the first stands for none.
    private readonly List<PassMeans> _passes = [new PassMeans()];
    private int _depth;

    public Trainer(
        Model model, Optimizer optimizer, LossSet? losses, MetricSet? metrics = null, LossWeights? lossWeights = null,
        MetricSet? weightedMetrics = null)
    {
        (_model, Optimizer, Losses, LossWeights) = (model, optimizer, losses, lossWeights);
        (Metrics, WeightedMetrics) = (metrics, weightedMetrics);
        foreach (Loss? loss in losses ?? (IEnumerable<Loss?>)[])
        {
            if (loss is not { Reduction: Reduction.None }) continue;
            throw new ArgumentException(
                $"Compile: expected a loss that is one number, " +
                $"but {loss.Name} has Reduction.None. Choose another reduction.", nameof(losses));
        }

        RequireDistinct(metrics, weightedMetrics, model.OwnMetrics);
        Shapes = new StepShapes(model, this);
        _trainingStep = new TrainingStep(this, model, isTraining: true);
        _testStep = new TrainingStep(this, model, isTraining: false);
        if (ModelNames.Outputs(model) is { } names) Bind(names);
    }

    /// <summary>Refuses targets that do not fit before a step begins.</summary>
    public StepShapes Shapes { get; private set; }

    public Optimizer Optimizer { get; }

    public LossSet? Losses { get; }

    public LossWeights? LossWeights { get; }

    public MetricSet? Metrics { get; }

    public MetricSet? WeightedMetrics { get; }

    /// <summary>What keeps state for this model, and can be in no other one.</summary>
    public IReadOnlyList<object> KeepingState => [Optimizer, .. Metrics?.All ?? [], .. WeightedMetrics?.All ?? []];

    /// <summary>The loss of every output, where there is one for all.</summary>
    public Loss? SingleLoss => Losses is null ? null : Losses.IsSingle || Losses is { Count: 1, Names: null } ? Losses[0] : null;

    /// <summary>The names of the outputs, once <see cref="Bind"/> has said them.</summary>
    public string[] OutputNames { get; private set; } = [];

    public OutputTraining[] Outputs => _outputs;

    public ReportedValues Values => _values ?? throw new InvalidOperationException("The outputs of the model are not known yet.");

    public bool IsBound => _values is not null;

    /// <summary>Whether the model is of a custom class, whose steps may do anything.</summary>
    public bool HasStepsOfItsOwn => _model.GetType() != typeof(Model) && _model is not Sequential;

    /// <summary>The mean of the loss.</summary>
    public RunningMean LossMean => _loss;

    /// <summary>The weights that training changes.</summary>
    public Variable[] Variables { get; private set; } = [];

    /// <summary>The weights with penalties.</summary>
    public Variable[] Regularized
    {
        get
        {
            if (_regularized is null || _regularizedFor != WeightsState) FindRegularized();
            return _regularized!;
        }
    }

    /// <summary>Whether <see cref="Prepare"/> has run for the layers that there are, and nothing was frozen or freed since.</summary>
    public bool IsPrepared => _preparedFor == WeightsState;

    /// <summary>Whether <see cref="Prepare"/> has run at all for the layers that there are.</summary>
    public bool WasPrepared => _preparedFor >= 0;

    private static long WeightsState => Variable.TrainableChanges + Layer.InnerState;

    /// <summary>Says what the outputs are called, and so which loss and metrics belong to which.</summary>
    /// <exception cref="ArgumentException">Losses, weights or metrics do not fit the outputs.</exception>
    public void Bind(string[] names)
    {
        if (IsBound && names.SequenceEqual(OutputNames)) return;
        Loss?[] losses = Losses?.For(names) ?? new Loss?[names.Length];
        float[]? weights = LossWeights?.For(names);
        Metric[][]? metrics = Metrics?.For("metrics", names), weighted = WeightedMetrics?.For("weightedMetrics", names);
        OutputTraining[] outputs = [.. names.Select((name, i) =>
            new OutputTraining(name, losses[i], weights?[i] ?? 1f, metrics?[i] ?? [], weighted?[i] ?? []))];
        _values = new ReportedValues(_loss, outputs, _model.OwnMetrics);
        (_outputs, OutputNames) = (outputs, names);
    }

    /// <summary>Says that metrics came or went.</summary>
    public void ForgetNames() => _values = null;

    /// <summary>Says that layers came or went: their weights have to be looked up again.</summary>
    public void ForgetWeights() => (_preparedFor, _values, _regularized, Shapes) = (-1, null, null, new StepShapes(_model, this));

    /// <summary>Looks up which weights are to be trained, and makes what the optimizer keeps for them.</summary>
    /// <exception cref="InvalidOperationException">Another thread is at work with a layer that came or was freed since.</exception>
    public void Prepare()
    {
        _model.Owner.HoldNewParts();
        _preparedFor = WeightsState;
        Variables = [.. _model.TrainableWeights];
        FindRegularized();
        Optimizer.Build(Variables);
    }

    /// <summary>Looks up which weights have penalties.</summary>
    public void FindRegularized() => (_regularizedFor, _regularized) = (WeightsState, Penalties.Regularized(_model));

    /// <summary>Puts the moving averages of the weights in their place, where the optimizer keeps some.</summary>
    public void Finish() => Optimizer.FinalizeVariableValues(Variables);

    /// <summary>A weight of the model with a value that is NaN or infinite; null where there is none.</summary>
    public Variable? NotFiniteWeight()
    {
        foreach (Variable weight in _model.Weights)
        {
            if (!ValueChecks.AreFinite(weight.Value.Span)) return weight;
        }

        return null;
    }

    /// <summary>Forward, loss, backward, update, metrics; or what the model's class does instead.</summary>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; the weights are as before.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public void TrainStep(StepBatch batch) => Run(_trainingStep, batch, isAlone: false);

    /// <summary>Forward, loss, metrics; or what the model's class does instead.</summary>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public void TestStep(StepBatch batch) => Run(_testStep, batch, isAlone: false);

    /// <summary>A step of training that is a pass of its own, and its values.</summary>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs; nothing has changed.</exception>
    public Logs TrainAlone(StepBatch batch)
    {
        if (!IsPrepared) Prepare();
        using Pass pass = BeginPass();
        Run(_trainingStep, batch, isAlone: true);
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
        if (_passes[_depth].IsAdding && _values is not null) pass.Keep(_values);
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
        _values?.Reset();
    }

    /// <summary>The means since the last reset, in the order in which they are shown. The object is used again.</summary>
    public Logs Report() => Values.WriteTo(_passes[_depth].Training);

    /// <summary>The same for evaluation, which may run in the middle of training.</summary>
    public Logs ReportTest() => Values.WriteTo(_passes[_depth].Test);

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
        pass.GiveBack(_values);
    }

    /// <summary>A pass over data, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct Pass(Trainer trainer)
    {
        private readonly Trainer _trainer = trainer;

        /// <summary>Ends it.</summary>
        public void Dispose() => _trainer.EndPass();
    }
}
