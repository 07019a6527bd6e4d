namespace DeepSharp;

// Compile, Fit and their kin.
public partial class Model
{
    /// <summary>The optimizer given to <see cref="Compile"/>; null before.</summary>
    public Optimizer? Optimizer => _trainer?.Optimizer;

    /// <summary>The loss given to <see cref="Compile"/>; null before.</summary>
    public Loss? Loss => _trainer?.Loss;

    /// <summary>The metrics given to <see cref="Compile"/>; empty before.</summary>
    public IReadOnlyList<Metric> Metrics => _trainer?.Metrics ?? [];

    /// <summary>Set by a callback to end <see cref="Fit"/>: after the current batch if set there, else after the current epoch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>
    /// Says how the model is to be trained. Weights stay as they are. Which of them are trainable is looked up here and when <see cref="Fit"/> begins.
    /// </summary>
    /// <param name="optimizer">An object such as <c>new Adam(1e-3f)</c>, or a Keras name: <c>"adam"</c>, <c>"sgd"</c>.</param>
    /// <param name="loss">Such as <c>Loss.MeanSquaredError()</c>, or a Keras name: <c>"sparse_categorical_crossentropy"</c>, <c>"mse"</c>.</param>
    /// <param name="metrics">Objects or Keras names; <c>"accuracy"</c> picks the right one by the shapes.</param>
    /// <exception cref="ArgumentException">A name is unknown, or two metrics have the same.</exception>
    /// <example><code>model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);</code></example>
    public void Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        _trainer = new Trainer(this, optimizer, loss, metrics ?? []);
    }

    /// <summary>Trains on data for a number of epochs.</summary>
    /// <param name="x">Inputs, samples first: a <see cref="DataArray"/>, a <see cref="Tensor"/> or a .NET array.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <param name="batchSize">Samples a step, 1 or more; 32 if null. The last batch of an epoch may be smaller.</param>
    /// <param name="epochs">Passes over the data.</param>
    /// <param name="verbose">What is written to the console.</param>
    /// <param name="callbacks">Watch or steer the training.</param>
    /// <param name="validationSplit">The share of the data, the last of it, to hold back for validation: 0 to below 1.</param>
    /// <param name="validationData">Inputs and targets to evaluate after each epoch; takes precedence over the split.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new random order.</param>
    /// <param name="seed">Of the shuffling; null for the process's stream, see <see cref="DeepSharpRuntime.SetRandomSeed"/>.</param>
    /// <returns>The values of each epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many, or an option is out of range.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <example><code>History history = model.Fit(x, y, epochs: 5, batchSize: 64, validationSplit: 0.1f);</code></example>
    public History Fit(
        DataArray x, DataArray y, int? batchSize = null, int epochs = 1, Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null,
        float validationSplit = 0f, (DataArray X, DataArray Y)? validationData = null, bool shuffle = true, long? seed = null)
    {
        Trainer trainer = RequireTrainer("Fit");
        DataCheck.Pair("Fit", x, y);
        DataCheck.BatchSize("Fit", batchSize);
        if (epochs < 0) throw new ArgumentOutOfRangeException(nameof(epochs), $"Fit: expected 0 or more epochs but got {epochs}.");
        if (!(validationSplit >= 0 && validationSplit < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationSplit), $"Fit: expected a share from 0 to below 1, such as 0.1, but got {validationSplit}.");
        }

        (DataArray X, DataArray Y)? validation = validationData;
        if (validation is { } given) DataCheck.Pair("Fit, validationData", given.X, given.Y);
        else if (validationSplit > 0)
        {
            // Keras's rule: the last share, in the given order, before any shuffling. The share counts as it was written: 0.1f itself is a
            // little more than 0.1 and would take a sample too many.
            int kept = (int)(x.Count * (1.0 - (double)(decimal)validationSplit));
            if (kept == 0)
            {
                throw new ArgumentException($"Fit: expected samples to train on, but validationSplit {validationSplit} of {x.Count} leaves none.", nameof(validationSplit));
            }

            validation = (x[kept..], y[kept..]);
            (x, y) = (x[..kept], y[..kept]);
        }

        Build(x.SampleShape.Prepend(Shape.Any));
        Shape prediction = ComputeOutputShape(x.SampleShape.Prepend(Shape.Any));
        trainer.Loss.CheckTargets("Fit", y, prediction);
        if (validation is { } checkedData)
        {
            prediction = ComputeOutputShape(checkedData.X.SampleShape.Prepend(Shape.Any));
            trainer.Loss.CheckTargets("Fit, validationData", checkedData.Y, prediction);
        }

        var run = new FitRun(this, trainer, new BatchSource(x, y, batchSize ?? DataCheck.DefaultBatchSize), verbose, callbacks ?? [])
        {
            Validation = validation is { } data ? new BatchSource(data.X, data.Y, batchSize ?? DataCheck.DefaultBatchSize) : null,
            Random = shuffle ? DeepSharpRuntime.CreateStream(seed) : null,
        };
        return run.Run(epochs);
    }

    /// <summary>Loss and metrics over data, in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="verbose">What is written to the console.</param>
    /// <returns>Means over all samples: <c>loss</c> and the metrics.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Logs Evaluate(DataArray x, DataArray y, int? batchSize = null, Verbosity verbose = Verbosity.Auto)
    {
        Trainer trainer = RequireTrainer("Evaluate");
        DataCheck.Pair("Evaluate", x, y);
        DataCheck.BatchSize("Evaluate", batchSize);
        Build(x.SampleShape.Prepend(Shape.Any));
        trainer.Loss.CheckTargets("Evaluate", y, ComputeOutputShape(x.SampleShape.Prepend(Shape.Any)));
        trainer.FindRegularized();
        var result = new Logs();
        foreach ((string name, double value) in FitRun.Evaluate(trainer, new BatchSource(x, y, batchSize ?? DataCheck.DefaultBatchSize), ProgressBar.Create(verbose)))
        {
            result[name] = value;
        }

        return result;
    }

    /// <summary>The outputs for inputs, computed batch by batch in inference mode. Several threads may predict at once on a built model.</summary>
    /// <param name="x">Inputs, samples first: a <see cref="DataArray"/>, a <see cref="Tensor"/> or a .NET array.</param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Tensor Predict(DataArray x, int? batchSize = null, Verbosity verbose = Verbosity.Silent)
    {
        ArgumentNullException.ThrowIfNull(x);
        DataCheck.BatchSize("Predict", batchSize);
        Build(x.SampleShape.Prepend(Shape.Any));
        return _predictor.Run(x, batchSize ?? DataCheck.DefaultBatchSize, ProgressBar.Create(verbose));
    }

    /// <summary>Takes one training step on one batch.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <returns>Means over all batches since <see cref="ResetMetrics"/>. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    public Logs TrainOnBatch(Tensor x, Tensor y)
    {
        Trainer trainer = RequireTrainer("TrainOnBatch");
        DataCheck.Batch("TrainOnBatch", x, y);
        if (!IsBuilt) Build(x.Shape.WithFirst(Shape.Any));
        if (!trainer.IsPrepared) trainer.Prepare();
        trainer.TrainStep(x, y);
        return trainer.Report();
    }

    /// <summary>Loss and metrics of one batch, in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <returns>Means over all batches since <see cref="ResetMetrics"/>. The object is used again by the next call.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    public Logs TestOnBatch(Tensor x, Tensor y)
    {
        Trainer trainer = RequireTrainer("TestOnBatch");
        DataCheck.Batch("TestOnBatch", x, y);
        if (!IsBuilt) Build(x.Shape.WithFirst(Shape.Any));
        trainer.TestStep(x, y);
        return trainer.Report();
    }

    /// <summary>Starts the means of <see cref="TrainOnBatch"/> and <see cref="TestOnBatch"/> anew.</summary>
    public void ResetMetrics() => RequireTrainer("ResetMetrics").Reset();

    /// <summary>To be called when layers came or went after <see cref="Compile"/>.</summary>
    private protected void OnLayersChanged() => _trainer?.ForgetWeights();

    private Trainer RequireTrainer(string method) => _trainer
        ?? throw new InvalidOperationException($"{method}: expected a compiled model, but '{Name}' is not. Call Compile(optimizer, loss) first.");
}
