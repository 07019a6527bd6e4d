namespace DeepSharp;

/// <summary>One step of training or evaluation, as <see cref="Model.TrainStep"/> and <see cref="Model.TestStep"/> see it.</summary>
/// <remarks>
/// The step's tape records already: <see cref="Minimize(Tensor)"/> and <see cref="Gradient(Tensor, IReadOnlyList{Variable})"/> take the
/// place of a <see cref="GradientTape"/>. Tensors that are made in the step live in memory that the next step uses again, so that a steady
/// step allocates nothing; call <see cref="Tensor.Clone"/> to keep one.
/// </remarks>
/// <example><code>
/// protected override void TrainStep(TrainingStep step)
/// {
///     Tensor output = Apply(step.X, training: true);
///     Tensor loss = step.ComputeLoss(output);
///     step.Minimize(loss);
///     step.UpdateMetrics(output);
///     step.Report("largest", output.Max().Item());
/// }
/// </code></example>
public sealed partial class TrainingStep
{
    private readonly IStepModel _model;
    private readonly CompiledOutputs _compiled;
    private readonly TrainedWeights _weights;
    private readonly StepShapes _shapes;
    private readonly Tape _tape;
    private StepBatch? _batch;
    private Tensor[] _outputs = [];

    // The losses of outputs that count in their means once the step has succeeded.
    private readonly List<(OutputTraining Output, double Loss)> _computed = [];

    // Whether weights may have changed in this step, and the compiled loss that is to blame if the whole is no number.
    private bool _hasGradients;
    private (string Loss, double Value)? _notFinite;

    internal TrainingStep(IStepModel model, CompiledOutputs outputs, TrainedWeights weights, StepShapes shapes, bool isTraining)
    {
        (_model, _compiled, _weights, _shapes, IsTraining) = (model, outputs, weights, shapes, isTraining);
        _tape = new Tape(new StepMemory(), isTraining) { CollectsPenalties = true, LateMoves = isTraining ? new LateMoves() : null };
    }

    /// <summary>Whether this is a step of training, not of evaluation.</summary>
    public bool IsTraining { get; }

    /// <summary>Number of samples in the batch.</summary>
    public int SampleCount => Batch.Count;

    /// <summary>The inputs of a model with one input, samples first; of several the first.</summary>
    public Tensor X => Batch.X[0];

    /// <summary>The targets of a model with one output; of several the first.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Tensor Y => Batch.Y[0] ?? throw new InvalidOperationException("TrainingStep: expected targets but the data has none. Give y.");

    /// <summary>The weights of the samples; null for 1.</summary>
    public Tensor? SampleWeight => Batch.Weights[0];

    /// <summary>All inputs, in order.</summary>
    public ReadOnlySpan<Tensor> Inputs => Batch.X;

    /// <summary>The targets of each output; null where there are none.</summary>
    public ReadOnlySpan<Tensor?> Targets => Batch.Y;

    /// <summary>The weights of the samples for each output; null for 1.</summary>
    public ReadOnlySpan<Tensor?> SampleWeights => Batch.Weights;

    private StepBatch Batch => _batch
        ?? throw new InvalidOperationException("TrainingStep: expected to be used inside TrainStep or TestStep, but the step is over.");

    /// <summary>Computes the model's outputs for the inputs: as in training in a step of training, else as in inference.</summary>
    /// <returns>One tensor an output, valid until the next call.</returns>
    public ReadOnlySpan<Tensor> Apply()
    {
        if (_outputs.Length != _compiled.Count) _outputs = new Tensor[_compiled.Count];
        _model.ExecuteStep(Batch.Ahead, Batch.X, _outputs, IsTraining);
        return _outputs;
    }

    /// <summary>
    /// The compiled losses of the outputs, each times its weight, and what layers added with <see cref="Layer.AddLoss"/> or as penalties
    /// for their outputs. Penalties for weights come in <see cref="Minimize(Tensor)"/> and <see cref="ReportLoss"/>.
    /// </summary>
    /// <param name="outputs">One an output of the model.</param>
    /// <exception cref="ArgumentException">There are more or fewer outputs.</exception>
    /// <exception cref="InvalidOperationException">There is no loss at all.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs.</exception>
    public Tensor ComputeLoss(params ReadOnlySpan<Tensor> outputs)
    {
        RequireOutputs("ComputeLoss", outputs.Length);
        StepBatch batch = Batch;
        Tensor? sum = null;
        for (int i = 0; i < outputs.Length; i++)
        {
            OutputTraining output = _compiled[i];
            if (output.Loss is null) continue;
            if (IsTraining) RequireClasses(output.Loss, outputs[i]);
            Tensor target = TargetOf(batch, i);
            Tensor loss = output.Loss.Apply(target, outputs[i], batch.Weights[i]);
            if (!_shapes.ChecksValues) output.Loss.CheckBatch(target, outputs[i]);
            double value = loss.Item();
            if (!double.IsFinite(value)) _notFinite ??= (output.Loss.Name, value);
            _computed.Add((output, value));
            if (output.Weight != 1f) loss *= output.Weight;
            sum = sum is null ? loss : sum + loss;
        }

        IReadOnlyList<Penalty> penalties = _tape.Penalties;
        for (int i = 0; i < penalties.Count; i++) sum = sum is null ? penalties[i].Value : sum + penalties[i].Value;
        return sum ?? throw new InvalidOperationException(
            $"Training: expected a loss for '{_model.Name}', but Compile was given none and no layer called AddLoss. " +
            "Call Compile(optimizer, loss).");
    }

    /// <summary>
    /// Adds the penalties of the weights' regularizers to a loss, reports the sum as <c>loss</c> and changes the trainable
    /// weights by its gradient.
    /// </summary>
    /// <param name="loss">One number, computed in this step.</param>
    /// <returns>The loss with the penalties.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before the call.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; the weights are as before the call.</exception>
    /// <exception cref="InvalidOperationException">This is a step of evaluation.</exception>
    public double Minimize(Tensor loss)
    {
        double total = Minimize(loss, _weights.Optimizer, _weights.Variables, _weights.Regularized);
        _compiled.LossMean.Add(total, Batch.Count);
        return total;
    }

    /// <summary>Adds the penalties of the weights' regularizers to a loss and reports the sum as <c>loss</c>.</summary>
    /// <param name="loss">One number.</param>
    public void ReportLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        loss = Penalties.AddRecorded(loss, _weights.Regularized);
        _compiled.LossMean.Add(loss.Item() + Penalties.AddDirect(_weights.Regularized, null), Batch.Count);
    }

    /// <summary>Shows outputs and targets to the compiled metrics.</summary>
    /// <param name="outputs">One an output of the model.</param>
    /// <exception cref="ArgumentException">There are more or fewer outputs.</exception>
    /// <exception cref="ShapeException">Targets do not fit the outputs.</exception>
    public void UpdateMetrics(params ReadOnlySpan<Tensor> outputs)
    {
        RequireOutputs("UpdateMetrics", outputs.Length);
        StepBatch batch = Batch;
        for (int i = 0; i < outputs.Length; i++)
        {
            OutputTraining output = _compiled[i];
            if (output.Metrics.Length + output.WeightedMetrics.Length == 0) continue;
            Tensor target = EqualRanks.Target(TargetOf(batch, i), outputs[i]);
            foreach (Metric metric in output.Metrics) metric.Update(target, outputs[i]);
            foreach (Metric metric in output.WeightedMetrics) metric.Update(target, outputs[i], batch.Weights[i]);
        }
    }

    /// <summary>Reports a custom value: logs and the history have its mean over the samples under that name.</summary>
    /// <param name="name">A name that no metric has.</param>
    /// <param name="value">Of this batch.</param>
    /// <exception cref="ArgumentException">The name is that of the loss or of a metric.</exception>
    public void Report(string name, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _compiled.Values.Report(name, value, Batch.Count);
    }

    internal void Run(StepBatch batch)
    {
        if (_batch is not null)
        {
            throw new InvalidOperationException(
                $"TrainingStep: expected a step of '{_model.Name}' to end before the next one begins, but it was called inside " +
                "TrainStep or TestStep. Call step.Minimize as often as needed, or train between two batches, in a callback.");
        }

        _batch = batch;
        Tape? previous = _tape.Enter();
        try
        {
            if (IsTraining) _model.RunTrainStep(this);
            else _model.RunTestStep(this);
            if (_tape.LateMoves is { Variables.Count: > 0 } late)
            {
                using WeightChange.Turn change = WeightChange.Begin(late.Variables);
                late.Run();
            }

            foreach ((OutputTraining output, double loss) in _computed) output.LossMean.Add(loss, batch.Count);
        }
        finally
        {
            Tape.Restore(previous);
            _tape.EndStep();
            _tape.ForgetLeaves();
            _tape.LateMoves?.Forget();
            _computed.Clear();
            (_batch, _hasGradients, _notFinite) = (null, false, null);
        }
    }

    private static void RequireClasses(Loss loss, Tensor output)
    {
        if (output.Rank < 2 || output.Shape[^1] != 1) return;
        bool isSoftmax = output.Producer?.Op is SoftmaxOp { Axis: var axis } && output.Shape.NormalizeAxis(axis) == output.Rank - 1;
        if (isSoftmax || loss.IsOverClasses) throw Loss.OneClass("Training", loss.Name, output.Shape);
    }

    private Tensor TargetOf(StepBatch batch, int output) => batch.Y[output] ?? throw new InvalidOperationException(
        $"TrainingStep: expected targets for the output '{_compiled.Names[output]}' but the data has none. Give y.");

    private void RequireOutputs(string method, int count)
    {
        if (count == _compiled.Count) return;
        throw new ArgumentException(
            $"{method}: expected {_compiled.Count}, one for each output ({string.Join(", ", _compiled.Names)}), " +
            $"but got {count}.");
    }

    private void ThrowIfNotFinite(double loss, Optimizer optimizer)
    {
        if (double.IsFinite(loss)) return;
        (string name, double value) = _notFinite ?? ("it", loss);
        string weights = _hasGradients ? "This loss has changed no weights." : "The trainable weights are those before this step.";
        if (!_hasGradients && _weights.NotFinite() is { } weight)
        {
            weights = $"The weight '{weight.Path}' was not finite before this step already: begin with finite ones.";
        }

        throw new NonFiniteLossException(
            $"Training: expected a finite loss but {name} became {value} in step {optimizer.Iterations + 1}. {weights} " +
            $"Lower the learning rate (now {optimizer.LearningRate}), check the data for NaN, or scale the inputs.");
    }
}
