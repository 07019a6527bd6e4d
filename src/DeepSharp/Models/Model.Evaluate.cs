using System.Runtime.CompilerServices;

namespace DeepSharp;

// Evaluate, and the methods for single batches.
public partial class Model
{
    private readonly StepBatch _trained = new(new Tensor[1], new Tensor?[1], new Tensor?[1], 0);
    private readonly StepBatch _tested = new(new Tensor[1], new Tensor?[1], new Tensor?[1], 0);
    private BatchStream? _trainedTensors;
    private BatchStream? _testedTensors;

    /// <summary>Loss and metrics over data, in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <param name="batchSize">
    /// Samples a step; if null 32, or with <paramref name="steps"/> so many that these are all of the data.
    /// </param>
    /// <param name="verbose">
    /// What is written to the console: 0, 1, 2 or <c>"auto"</c> as in Keras, or a <see cref="Verbosity"/>; <c>"auto"</c> if not given.
    /// </param>
    /// <param name="sampleWeight">How much each sample counts: one array for all outputs, or one for each; null for 1.</param>
    /// <param name="steps">Batches to look at, from the first on; null for all.</param>
    /// <param name="callbacks">Watch the evaluation.</param>
    /// <returns>Means over all samples: <c>loss</c> and the metrics.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Logs Evaluate(
        DataGroup x, DataGroup? y = null, int? batchSize = null, Verbose verbose = default, DataGroup? sampleWeight = null,
        int? steps = null, IReadOnlyList<Callback>? callbacks = null) =>
        Evaluate(x, y, batchSize, sampleWeight, new PassOptions("Evaluate", steps, verbose.Or(Verbosity.Auto), callbacks));

    /// <summary>Loss and metrics over batches, in inference mode.</summary>
    /// <param name="batches">Enumerated once.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="verbose">
    /// What is written to the console: 0, 1, 2 or <c>"auto"</c> as in Keras, or a <see cref="Verbosity"/>; <c>"auto"</c> if not given.
    /// </param>
    /// <param name="callbacks">Watch the evaluation.</param>
    /// <returns>Means over all samples: <c>loss</c> and the metrics.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">There are no batches, or one does not fit the model.</exception>
    /// <exception cref="ShapeException">A batch does not fit the model.</exception>
    [OverloadResolutionPriority(-1)]
    public Logs Evaluate(
        IEnumerable<Batch> batches, int? steps = null, Verbose verbose = default, IReadOnlyList<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        RequireTrainer("Evaluate");
        using LayerOwner.Turn turn = Owner.Enter("Evaluate");
        var options = new PassOptions("Evaluate", steps, verbose.Or(Verbosity.Auto), callbacks);
        return Evaluate(new BatchStream(this, "Evaluate", batches, null, cancellation: options.Cancellation), options);
    }

    /// <summary>
    /// Evaluates as <see cref="Evaluate(DataGroup, DataGroup, int?, Verbose, DataGroup, int?, IReadOnlyList{Callback})"/> does, on a
    /// thread of its own, so that a window stays alive. It can be cancelled between two batches.
    /// </summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="sampleWeight">How much each sample counts; null for 1.</param>
    /// <param name="callbacks">Watch the evaluation, on its thread.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current batch.</param>
    /// <returns>Means over all samples: <c>loss</c> and the metrics.</returns>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled; thrown by the task.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled; thrown by the task.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many; thrown by the task.</exception>
    /// <exception cref="ShapeException">The data does not fit the model; thrown by the task.</exception>
    /// <example><code>Logs result = await model.EvaluateAsync(testImages, testLabels, cancellationToken: stop.Token);</code></example>
    public Task<Logs> EvaluateAsync(
        DataGroup x, DataGroup? y = null, int? batchSize = null, DataGroup? sampleWeight = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) => Background.Begin(() =>
    {
        var options = new PassOptions("EvaluateAsync", null, Verbosity.Silent, callbacks) { Cancellation = cancellationToken };
        return Background.OnOwnThread(() => Evaluate(x, y, batchSize, sampleWeight, options));
    });

    /// <summary>Takes one training step on one batch.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <returns>Loss and metrics of this batch. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite.</exception>
    public Logs TrainOnBatch(Tensor x, Tensor y)
    {
        using LayerOwner.Turn turn = Owner.Enter("TrainOnBatch");
        Trainer trainer = RequireTrainer("TrainOnBatch");
        DataCheck.Batch("TrainOnBatch", x, y);
        if (!IsSimple(trainer, x)) return TrainOnBatch((DataGroup)x, y);
        return trainer.TrainAlone(_trained.With(x, y));
    }

    /// <summary>Takes one training step on one batch for any number of inputs and outputs.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs; null where no loss needs any.</param>
    /// <param name="sampleWeight">How much each sample counts: one array for all outputs, or one for each; null for 1.</param>
    /// <param name="classWeight">
    /// How much samples count by their class, 1 for classes not named; multiplies <paramref name="sampleWeight"/>.
    /// </param>
    /// <returns>Loss and metrics of this batch. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite.</exception>
    public Logs TrainOnBatch(
        DataGroup x, DataGroup? y = null, DataGroup? sampleWeight = null, ClassWeight? classWeight = null)
    {
        using LayerOwner.Turn turn = Owner.Enter("TrainOnBatch");
        Trainer trainer = RequireTrainer("TrainOnBatch");
        _trainedTensors ??= new BatchStream(this, "TrainOnBatch", [], null);
        return trainer.TrainAlone(_trainedTensors.Load(x, y, sampleWeight, classWeight?.Floats));
    }

    /// <summary>The same for inputs by name: <c>model.TrainOnBatch(new() { ["left"] = left, ["right"] = right }, y)</c>.</summary>
    /// <inheritdoc cref="TrainOnBatch(DataGroup, DataGroup, DataGroup, ClassWeight)"/>
    [OverloadResolutionPriority(2)]
    public Logs TrainOnBatch(
        Dictionary<string, DataArray> x, DataGroup? y = null, DataGroup? sampleWeight = null, ClassWeight? classWeight = null) =>
        TrainOnBatch((DataGroup)x, y, sampleWeight, classWeight);

    /// <summary>The same for targets by name: <c>model.TrainOnBatch(x, new() { ["price"] = prices, ["date"] = dates })</c>.</summary>
    /// <inheritdoc cref="TrainOnBatch(DataGroup, DataGroup, DataGroup, ClassWeight)"/>
    [OverloadResolutionPriority(1)]
    public Logs TrainOnBatch(
        DataGroup x, Dictionary<string, DataArray>? y, DataGroup? sampleWeight = null, ClassWeight? classWeight = null) =>
        TrainOnBatch(x, y is null ? null : (DataGroup)y, sampleWeight, classWeight);

    /// <summary>Loss and metrics of one batch, in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <returns>Loss and metrics of this batch. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    public Logs TestOnBatch(Tensor x, Tensor y)
    {
        using LayerOwner.Turn turn = Owner.Enter("TestOnBatch");
        Trainer trainer = RequireTrainer("TestOnBatch");
        DataCheck.Batch("TestOnBatch", x, y);
        return IsSimple(trainer, x) ? trainer.TestAlone(_tested.With(x, y)) : TestOnBatch((DataGroup)x, y);
    }

    /// <summary>Loss and metrics of one batch for any number of inputs and outputs, in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs; null where no loss needs any.</param>
    /// <param name="sampleWeight">How much each sample counts: one array for all outputs, or one for each; null for 1.</param>
    /// <returns>Loss and metrics of this batch. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    public Logs TestOnBatch(DataGroup x, DataGroup? y = null, DataGroup? sampleWeight = null)
    {
        using LayerOwner.Turn turn = Owner.Enter("TestOnBatch");
        Trainer trainer = RequireTrainer("TestOnBatch");
        _testedTensors ??= new BatchStream(this, "TestOnBatch", [], null);
        return trainer.TestAlone(_testedTensors.Load(x, y, sampleWeight, null));
    }

    /// <summary>The same for inputs by name: <c>model.TestOnBatch(new() { ["left"] = left, ["right"] = right }, y)</c>.</summary>
    /// <inheritdoc cref="TestOnBatch(DataGroup, DataGroup, DataGroup)"/>
    [OverloadResolutionPriority(2)]
    public Logs TestOnBatch(Dictionary<string, DataArray> x, DataGroup? y = null, DataGroup? sampleWeight = null) =>
        TestOnBatch((DataGroup)x, y, sampleWeight);

    /// <summary>The same for targets by name: <c>model.TestOnBatch(x, new() { ["price"] = prices, ["date"] = dates })</c>.</summary>
    /// <inheritdoc cref="TestOnBatch(DataGroup, DataGroup, DataGroup)"/>
    [OverloadResolutionPriority(1)]
    public Logs TestOnBatch(DataGroup x, Dictionary<string, DataArray>? y, DataGroup? sampleWeight = null) =>
        TestOnBatch(x, y is null ? null : (DataGroup)y, sampleWeight);

    /// <summary>
    /// Makes the metrics forget what they have added up. <c>Fit</c>, <c>Evaluate</c>, <c>TrainOnBatch</c> and <c>TestOnBatch</c> do so by
    /// themselves when they begin; in a callback it starts the means of the epoch again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not compiled, or another thread trains or evaluates it.</exception>
    public void ResetMetrics()
    {
        using LayerOwner.Turn turn = Owner.Enter("ResetMetrics");
        RequireTrainer("ResetMetrics").Reset();
    }

    private Logs Evaluate(DataGroup x, DataGroup? y, int? batchSize, DataGroup? sampleWeight, PassOptions options)
    {
        RequireTrainer(options.Method);
        using LayerOwner.Turn turn = Owner.Enter(options.Method);
        DataCheck.BatchSize(options.Method, batchSize);
        ModelData data = ModelData.Of(this, options.Method, x, y, sampleWeight);
        int size = DataCheck.BatchSize(options.Method, batchSize, data.Count, options.Steps);
        data.CheckTargets(this, options.Method, size);
        StatefulLayers.Check(options.Method, StatefulLayers.Of(this), data.Count, size, options.Steps, options.Callbacks);
        return Evaluate(new BatchSource(data, size), options);
    }

    private Logs Evaluate(BatchReader data, PassOptions options)
    {
        using (data)
        {
            Trainer trainer = RequireTrainer(options.Method);
            trainer.Weights.FindRegularized();
            using Trainer.Pass means = trainer.BeginPass();
            options.Begin(this, data.Count);
            try
            {
                return EvaluationLoop.Run(trainer, data, options, ProgressBar.Create(options.Verbose)).Copy();
            }
            finally
            {
                options.End();
            }
        }
    }

    // One input and one output, known already: tensors are a batch as they come.
    private bool IsSimple(Trainer trainer, Tensor x) =>
        IsBuilt && InputCount == 1
            && Split is null && trainer.Outputs is { IsBound: true, Count: 1 } && (DeclaredInput(0)?.Shape.Rank ?? x.Rank) == x.Rank;
}
