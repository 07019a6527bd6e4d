using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The data of one call of <c>Fit</c> as it was given, arrays or batches, and how it becomes steps.</summary>
internal sealed class FitData(
    DataGroup? x, DataGroup? y, DataGroup? sampleWeight, IReadOnlyDictionary<int, float>? classWeight, int? batchSize)
{
    /// <summary>Batches instead of arrays.</summary>
    public IEnumerable<Batch>? Batches { get; init; }

    /// <summary>The share as it was written; a double throughout, as two thirds in a float are a sample of 300 too many.</summary>
    public double ValidationSplit { get; init; }

    public (DataGroup X, DataGroup Y)? Validation { get; init; }

    public IEnumerable<Batch>? ValidationBatches { get; init; }

    public DataGroup? ValidationWeight { get; init; }

    public int? ValidationBatchSize { get; init; }

    public bool Shuffle { get; init; }

    public long? Seed { get; init; }

    /// <summary>
    /// Checks everything that can be known before the first step, and makes the readers of the training and the validation.
    /// </summary>
    /// <param name="model">Compiled.</param>
    /// <param name="options">Steps, which decide the size of batches where nothing else does.</param>
    /// <exception cref="ArgumentException">Something is missing, or not as much as the rest, or out of range.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public (BatchReader Training, BatchReader? Validation) Open(Model model, FitOptions options)
    {
        model.RequireTrainer("Fit");
        DataCheck.BatchSize("Fit", batchSize);
        DataCheck.BatchSize("Fit, validationBatchSize", ValidationBatchSize);
        if (!(ValidationSplit >= 0 && ValidationSplit < 1))
        {
            throw new ArgumentOutOfRangeException(
                "validationSplit", $"Fit: expected a share from 0 to below 1, such as 0.1, but got {ValidationSplit}.");
        }

        if (Batches is not null)
        {
            var stream = new BatchStream(model, "Fit", Batches, classWeight, cancellation: options.Cancellation);
            return (stream, OpenValidation(model, options));
        }

        ModelData training = ModelData.Of(model, "Fit", x!, y, sampleWeight);
        ModelData? held = null;
        if (Validation is null && ValidationSplit > 0) (training, held) = Split(training);

        // After the split: the weights of classes steer the training and have no part in what the validation measures.
        if (classWeight is not null) training = training.WithClassWeight("Fit", classWeight);
        int size = DataCheck.BatchSize("Fit", batchSize, training.Count, options.StepsPerEpoch);
        training.CheckTargets(model, "Fit", size);
        BatchReader? validation = held is null
            ? OpenValidation(model, options)
            : OpenValidation(model, "Fit, validationSplit", held, options.ValidationSteps);
        CheckStates(model, training.Count, size, options, validation as BatchSource);
        RandomStream? random = Shuffle ? DeepSharpRuntime.CreateStream(Seed) : null;
        return (new BatchSource(training, size, mayReadAhead: true, ahead: AheadPart.Of(model)) { Random = random }, validation);
    }

    // Both passes in turn go on with the same states.
    private static void CheckStates(Model model, int samples, int size, FitOptions options, BatchSource? validation)
    {
        StepwiseLayer[] stateful = StatefulLayers.Of(model);
        long epochs = Math.Max(0, options.Epochs - options.InitialEpoch), batches = epochs * (options.StepsPerEpoch ?? int.MaxValue);
        StatefulLayers.Check("Fit", stateful, samples, size, batches, options.Callbacks);
        if (validation is null || epochs == 0) return;
        StatefulLayers.Check(
            "Fit, validation", stateful, validation.Samples, validation.BatchSize, options.ValidationSteps, options.Callbacks,
            before: Math.Min(size, samples));
    }

    // Keras's rule: the last share, in the given order, before any shuffling.
    private (ModelData Training, ModelData Held) Split(ModelData all)
    {
        int kept = (int)(all.Count * (1.0 - ValidationSplit));
        if (kept > 0) return (all[..kept], all[kept..]);
        throw new ArgumentException(
            $"Fit: expected samples to train on, but validationSplit {ValidationSplit} of {all.Count} leaves none.", "validationSplit");
    }

    private BatchReader OpenValidation(Model model, string method, ModelData data, int? steps)
    {
        int size = DataCheck.BatchSize(method, ValidationBatchSize ?? batchSize, data.Count, steps);
        data.CheckTargets(model, method, size);
        return new BatchSource(data, size, mayReadAhead: true);
    }

    private BatchReader? OpenValidation(Model model, FitOptions options)
    {
        const string Method = "Fit, validationData";
        if (ValidationBatches is not null)
        {
            // What is only enumerated shows it after the first epoch.
            bool isEmpty = ValidationBatches is BatchSequence sequence ? SequencePass.CountOf(sequence) == 0
                : ValidationBatches.TryGetNonEnumeratedCount(out int count) && count == 0;
            if (isEmpty)
            {
                throw new ArgumentException(
                    "Fit, validationBatches: expected at least one batch but got none. Give some, or leave it out.");
            }

            if (Validation is null)
            {
                return new BatchStream(model, "Fit, validationBatches", ValidationBatches, null, cancellation: options.Cancellation);
            }

            throw new ArgumentException("Fit: expected validationData or validationBatches but got both. Leave one out.");
        }

        if (Validation is not { } given)
        {
            if (ValidationWeight is null) return null;
            throw new ArgumentException("Fit: expected validationData beside validationSampleWeight but got none.");
        }

        return OpenValidation(model, Method, ModelData.Of(model, Method, given.X, given.Y, ValidationWeight), options.ValidationSteps);
    }
}
