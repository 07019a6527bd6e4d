using System.Runtime.CompilerServices;

namespace DeepSharp;

// Fit on its own thread.
public partial class Model
{
    /// <summary>
    /// Trains as
    /// <see cref="Fit(DataGroup, DataGroup, int?, int, Verbose, IReadOnlyList{Callback}, double, ValueTuple{DataGroup, DataGroup}?, bool, long?, DataGroup, ClassWeight, DataGroup, int, int?, int?, int?, ValidationFrequency)"/>
    /// does, on its own thread, so that a window stays alive or a server goes on answering. It can be cancelled and reports progress.
    /// </summary>
    /// <remarks>
    /// A cancelled training ends between two batches, also those of a validation: the model has the weights of the last step and can be
    /// used or trained further, and <see cref="Callback.OnTrainEnd"/> has run, so that callbacks that restore weights then have done so.
    /// Callbacks run on the thread of the training. One training at a time on a model, which is the run's from this call to the end of the
    /// task: until then other threads, this one among them, are refused what would disturb it, such as <c>Save</c> and <c>Compile</c>.
    /// </remarks>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="y">Targets, as many as inputs.</param>
    /// <param name="batchSize">
    /// Samples a step, 1 or more; if null 32, or with <paramref name="stepsPerEpoch"/> so many that an epoch is a pass over the data.
    /// </param>
    /// <param name="epochs">The number of the last epoch.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="callbacks">Watch or steer the training.</param>
    /// <param name="validationSplit">The share of the data, the last of it, to hold back for validation: 0 to below 1.</param>
    /// <param name="validationData">Inputs and targets to evaluate after each epoch; takes precedence over the split.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new random order.</param>
    /// <param name="seed">Of the shuffling; null for the process's stream.</param>
    /// <param name="sampleWeight">How much each sample counts; null for 1.</param>
    /// <param name="classWeight">How much samples count by their class.</param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validationData"/> counts; null for 1.</param>
    /// <param name="initialEpoch">The number of the first epoch.</param>
    /// <param name="stepsPerEpoch">
    /// Batches in an epoch; null for a whole pass over the data. An epoch in whose midst the data runs out is shorter, with a warning.
    /// </param>
    /// <param name="validationSteps">Batches of a validation; null for all of its data.</param>
    /// <param name="validationBatchSize">
    /// Samples a step of the validation; null for <paramref name="batchSize"/>, and where that is null too 32, or with
    /// <paramref name="validationSteps"/> so many that these are all of the data.
    /// </param>
    /// <param name="validationFreq">
    /// Epochs from one validation to the next, or a list of the epochs, counted from 1, that have one; null for every epoch.
    /// </param>
    /// <param name="progress">Told after each batch and each epoch how far training is.</param>
    /// <param name="cancellationToken">Ends the training after the current batch.</param>
    /// <returns>The values of each epoch.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled; thrown by the task.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Inputs and targets are not equally many, or an option is out of range.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite; thrown by the task.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite; thrown by the task.</exception>
    /// <example><code>
    /// using var stop = new CancellationTokenSource();
    /// var progress = new Progress&lt;FitProgress&gt;(p =&gt; bar.Value = (p.Epoch + (double)p.Batch / (p.Batches ?? 1)) / p.Epochs);
    /// History history = await model.FitAsync(x, y, epochs: 10, progress: progress, cancellationToken: stop.Token);
    /// </code></example>
    public Task<History> FitAsync(
        DataGroup x, DataGroup? y = null, int? batchSize = null, int epochs = 1, Verbose verbose = default,
        IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0, (DataGroup X, DataGroup Y)? validationData = null,
        bool shuffle = true,
        long? seed = null, DataGroup? sampleWeight = null, ClassWeight? classWeight = null,
        DataGroup? validationSampleWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => InBackground(() => RunOver(
            x, y, batchSize, epochs, verbose.Or(Verbosity.Silent), callbacks, validationSplit, validationData, shuffle, seed,
            sampleWeight, classWeight, validationSampleWeight, initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize,
            validationFreq, progress, cancellationToken));

    /// <summary>
    /// Trains as
    /// <see cref="Fit(IEnumerable{Batch}, int, Verbose, IReadOnlyList{Callback}, ValueTuple{DataGroup, DataGroup}?, IEnumerable{Batch}, ClassWeight, DataGroup, int, int?, int?, int?, ValidationFrequency)"/>
    /// does, on its own thread. It can be cancelled and reports progress.
    /// </summary>
    /// <remarks>
    /// As with arrays, a cancelled training ends between two batches, once the sequence has given the one that it is asked for. An
    /// <c>IAsyncEnumerable</c> is a sequence too: <c>batches.ToBlockingEnumerable(token)</c> waits for it on the thread of the training.
    /// </remarks>
    /// <param name="batches">
    /// Enumerated again for each epoch, unless <paramref name="stepsPerEpoch"/> is given; on the thread of the training.
    /// </param>
    /// <param name="epochs">The number of the last epoch.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="callbacks">Watch or steer the training.</param>
    /// <param name="validationData">Inputs and targets to evaluate after each epoch.</param>
    /// <param name="validationBatches">Batches to evaluate after each epoch; instead of <paramref name="validationData"/>.</param>
    /// <param name="classWeight">How much samples count by their class.</param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validationData"/> counts; null for 1.</param>
    /// <param name="initialEpoch">The number of the first epoch.</param>
    /// <param name="stepsPerEpoch">Batches in an epoch; needed where the batches never end.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">
    /// Samples a step of <paramref name="validationData"/>; if null 32, or with <paramref name="validationSteps"/> so many that these are
    /// all of it.
    /// </param>
    /// <param name="validationFreq">
    /// Epochs from one validation to the next, or a list of the epochs that have one; null for every epoch.
    /// </param>
    /// <param name="progress">Told after each batch and each epoch how far training is.</param>
    /// <param name="cancellationToken">Ends the training after the current batch.</param>
    /// <returns>The values of each epoch.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled; thrown by the task.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">There are no batches, one does not fit the model, or an option is out of range.</exception>
    /// <exception cref="ShapeException">A batch does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite; thrown by the task.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite; thrown by the task.</exception>
    /// <example><code>
    /// History history = await model.FitAsync(ReadBatches(folder), epochs: 3, cancellationToken: stop.Token);
    /// </code></example>
    [OverloadResolutionPriority(-1)]
    public Task<History> FitAsync(
        IEnumerable<Batch> batches, int epochs = 1, Verbose verbose = default, IReadOnlyList<Callback>? callbacks = null,
        (DataGroup X, DataGroup Y)? validationData = null, IEnumerable<Batch>? validationBatches = null,
        ClassWeight? classWeight = null,
        DataGroup? validationSampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null, ValidationFrequency? validationFreq = null,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) => InBackground(() => RunOver(
            batches, epochs, verbose.Or(Verbosity.Silent), callbacks, validationData, validationBatches, classWeight,
            validationSampleWeight, initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, progress,
            cancellationToken));

    // The model is the run's from now on, and of no other thread.
    private Task<History> InBackground(Func<FitRun> open) => Background.Begin(() =>
    {
        FitRun run;
        LayerOwner.Turn turn = Owner.Enter("Fit");
        try
        {
            run = open().HandOver(ref turn);
        }
        finally
        {
            turn.Dispose();
        }

        return run.Start();
    });

    // What Fit and FitAsync do, over arrays.
    private FitRun RunOver(
        DataGroup x, DataGroup? y, int? batchSize, int epochs, Verbosity verbose, IReadOnlyList<Callback>? callbacks,
        double validationSplit, (DataGroup X, DataGroup Y)? validationData, bool shuffle, long? seed, DataGroup? sampleWeight,
        ClassWeight? classWeight, DataGroup? validationSampleWeight, int initialEpoch, int? stepsPerEpoch,
        int? validationSteps, int? validationBatchSize, ValidationFrequency? validationFreq,
        IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new FitOptions(epochs, initialEpoch, stepsPerEpoch, validationSteps, validationFreq, verbose, callbacks)
        {
            Progress = progress,
            Cancellation = cancellationToken,
        };
        var data = new FitData(x, y, sampleWeight, classWeight?.Copy(), batchSize)
        {
            // 0.1f itself is a little more than 0.1 and would take a sample too many.
            ValidationSplit = WrittenNumber.Of(validationSplit),
            Validation = validationData,
            ValidationWeight = validationSampleWeight,
            ValidationBatchSize = validationBatchSize,
            Shuffle = shuffle,
            Seed = seed,
        };
        return FitRun.Over(this, data, options);
    }

    // The same, over batches.
    private FitRun RunOver(
        IEnumerable<Batch> batches, int epochs, Verbosity verbose, IReadOnlyList<Callback>? callbacks,
        (DataGroup X, DataGroup Y)? validationData, IEnumerable<Batch>? validationBatches, ClassWeight? classWeight,
        DataGroup? validationSampleWeight, int initialEpoch, int? stepsPerEpoch, int? validationSteps, int? validationBatchSize,
        ValidationFrequency? validationFreq, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = new FitOptions(epochs, initialEpoch, stepsPerEpoch, validationSteps, validationFreq, verbose, callbacks)
        {
            Progress = progress,
            Cancellation = cancellationToken,
        };
        var data = new FitData(null, null, null, classWeight?.Copy(), null)
        {
            Batches = batches ?? throw new ArgumentNullException(nameof(batches)),
            Validation = validationData,
            ValidationBatches = validationBatches,
            ValidationWeight = validationSampleWeight,
            ValidationBatchSize = validationBatchSize,
        };
        return FitRun.Over(this, data, options);
    }
}
