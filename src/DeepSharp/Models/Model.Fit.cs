using System.Runtime.CompilerServices;

namespace DeepSharp;

// Fit, from arrays and from batches.
public partial class Model
{
    private volatile bool _stopTraining;

    /// <summary>
    /// Set by a callback, or by any thread, to end the innermost <c>Fit</c> that runs: after the current batch if set there, else after the
    /// current epoch.
    /// </summary>
    public bool StopTraining
    {
        get => _stopTraining;
        set => _stopTraining = value;
    }

    /// <summary>
    /// What the last <c>Fit</c> reported, or the one that runs has so far; null before the first. The object that <c>Fit</c> returns. A
    /// <c>Fit</c> in a callback of another one leaves this, and <see cref="StopTraining"/>, as they were.
    /// </summary>
    public History? History { get; internal set; }

    /// <summary>The innermost <c>Fit</c> that runs, if one does.</summary>
    internal FitRun? RunningFit { get; set; }

    /// <summary>Trains on data for a number of epochs.</summary>
    /// <param name="x">
    /// Inputs, samples first: a <see cref="DataArray"/>, a <see cref="Tensor"/> or a .NET array; for several inputs a list, a tuple or a
    /// dictionary of them.
    /// </param>
    /// <param name="y">
    /// Targets, as many as inputs; for several outputs a list, a tuple or a dictionary. Null where no loss needs any.
    /// </param>
    /// <param name="batchSize">
    /// Samples a step, 1 or more; the last batch of an epoch may be smaller. If null 32, or with <paramref name="stepsPerEpoch"/> so many
    /// that an epoch is a pass over the data.
    /// </param>
    /// <param name="epochs">The number of the last epoch: passes over the data, if <paramref name="initialEpoch"/> is 0.</param>
    /// <param name="verbose">
    /// What is written to the console: 0, 1, 2 or <c>"auto"</c> as in Keras, or a <see cref="Verbosity"/>; <c>"auto"</c> if not given.
    /// </param>
    /// <param name="callbacks">Watch or steer the training.</param>
    /// <param name="validationSplit">The share of the data, the last of it, to hold back for validation: 0 to below 1.</param>
    /// <param name="validationData">Inputs and targets to evaluate after each epoch; takes precedence over the split.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new random order.</param>
    /// <param name="seed">Of the shuffling; null for the process's stream, see <see cref="DeepSharpRuntime.SetRandomSeed"/>.</param>
    /// <param name="sampleWeight">How much each sample counts: one array for all outputs, or one for each; null for 1.</param>
    /// <param name="classWeight">
    /// How much samples count by their class, 1 for classes not named; multiplies <paramref name="sampleWeight"/>.
    /// </param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validationData"/> counts; null for 1.</param>
    /// <param name="initialEpoch">The number of the first epoch, where an earlier training goes on.</param>
    /// <param name="stepsPerEpoch">
    /// Batches in an epoch; null for a whole pass over the data. The next epoch goes on where this one ended. An epoch in whose midst the
    /// data runs out is shorter, with a warning, and the next one begins the data again.
    /// </param>
    /// <param name="validationSteps">Batches of a validation, from the first of its data on; null for all.</param>
    /// <param name="validationBatchSize">
    /// Samples a step of the validation; null for <paramref name="batchSize"/>, and where that is null too 32, or with
    /// <paramref name="validationSteps"/> so many that these are all of the data.
    /// </param>
    /// <param name="validationFreq">
    /// Epochs from one validation to the next, or a list of the epochs, counted from 1, that have one; null for every epoch.
    /// </param>
    /// <returns>The values of each epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">
    /// Inputs and targets are not equally many, a name does not exist, or an option is out of range.
    /// </exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite.</exception>
    /// <example><code>
    /// History history = model.Fit(x, y, epochs: 5, batchSize: 64, validationSplit: 0.1);
    /// History other = twoInputs.Fit([left, right], [classes, boxes], classWeight: null, callbacks: [new EarlyStopping(patience: 2)]);
    /// </code></example>
    public History Fit(
        DataGroup x, DataGroup? y = null, int? batchSize = null, int epochs = 1, Verbose verbose = default,
        IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0, (DataGroup X, DataGroup Y)? validationData = null,
        bool shuffle = true,
        long? seed = null, DataGroup? sampleWeight = null, ClassWeight? classWeight = null,
        DataGroup? validationSampleWeight = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null)
    {
        using LayerOwner.Turn turn = Owner.Enter("Fit");
        return RunOver(
            x, y, batchSize, epochs, verbose.Or(Verbosity.Auto), callbacks, validationSplit, validationData, shuffle, seed,
            sampleWeight, classWeight, validationSampleWeight, initialEpoch, stepsPerEpoch, validationSteps,
            validationBatchSize, validationFreq).Run();
    }

    /// <summary>Trains on batches that are made as they are needed: from files, a database, or endlessly at random.</summary>
    /// <param name="batches">
    /// Enumerated again for each epoch, unless <paramref name="stepsPerEpoch"/> is given: then it goes on from epoch to epoch, and is
    /// enumerated again when it has ended. A batch is read until the next one is asked for: arrays may be filled again after that. The
    /// batches of a <see cref="BatchSequence"/> are made ahead on another thread.
    /// </param>
    /// <param name="epochs">The number of the last epoch.</param>
    /// <param name="verbose">
    /// What is written to the console: 0, 1, 2 or <c>"auto"</c> as in Keras, or a <see cref="Verbosity"/>; <c>"auto"</c> if not given.
    /// </param>
    /// <param name="callbacks">Watch or steer the training.</param>
    /// <param name="validationData">Inputs and targets to evaluate after each epoch.</param>
    /// <param name="validationBatches">
    /// Batches to evaluate after each epoch, enumerated again each time; instead of <paramref name="validationData"/>.
    /// </param>
    /// <param name="classWeight">
    /// How much samples count by their class, 1 for classes not named; multiplies the weights in the batches.
    /// </param>
    /// <param name="validationSampleWeight">How much each sample of <paramref name="validationData"/> counts; null for 1.</param>
    /// <param name="initialEpoch">The number of the first epoch, where an earlier training goes on.</param>
    /// <param name="stepsPerEpoch">
    /// Batches in an epoch; needed where the batches never end. Where they end in the midst of an epoch it is shorter, with a warning, and
    /// the next one enumerates them again; if there are none then, training ends.
    /// </param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">
    /// Samples a step of <paramref name="validationData"/>; if null 32, or with <paramref name="validationSteps"/> so many that these are
    /// all of it.
    /// </param>
    /// <param name="validationFreq">
    /// Epochs from one validation to the next, or a list of the epochs, counted from 1, that have one; null for every epoch.
    /// </param>
    /// <returns>The values of each epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">There are no batches, one does not fit the model, or an option is out of range.</exception>
    /// <exception cref="ShapeException">A batch does not fit the model.</exception>
    /// <exception cref="NonFiniteLossException">The loss became NaN or infinite.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient became NaN or infinite.</exception>
    /// <example><code>History history = model.Fit(ReadBatches(folder), epochs: 3, stepsPerEpoch: 1000);</code></example>
    [OverloadResolutionPriority(-1)]
    public History Fit(
        IEnumerable<Batch> batches, int epochs = 1, Verbose verbose = default, IReadOnlyList<Callback>? callbacks = null,
        (DataGroup X, DataGroup Y)? validationData = null, IEnumerable<Batch>? validationBatches = null,
        ClassWeight? classWeight = null,
        DataGroup? validationSampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null, ValidationFrequency? validationFreq = null)
    {
        using LayerOwner.Turn turn = Owner.Enter("Fit");
        return RunOver(
            batches, epochs, verbose.Or(Verbosity.Auto), callbacks, validationData, validationBatches, classWeight,
            validationSampleWeight, initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq).Run();
    }
}
