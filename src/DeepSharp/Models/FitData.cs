namespace DeepSharp;

/// <summary>The data of one call of <c>Fit</c> as it was given, arrays or batches, and how it becomes steps.</summary>
internal sealed class FitData(
    DataGroup? x, DataGroup? y, DataGroup? sampleWeight, IReadOnlyDictionary<int, float>? classWeight, int? batchSize)
{
    /// <summary>Batches instead of arrays.</summary>
    public IEnumerable<Batch>? Batches { get; init; }

    public float ValidationSplit { get; init; }

    public (DataGroup X, DataGroup Y)? Validation { get; init; }

    public IEnumerable<Batch>? ValidationBatches { get; init; }

    public DataGroup? ValidationWeight { get; init; }

    public int? ValidationBatchSize { get; init; }

    public bool Shuffle { get; init; }

    public long? Seed { get; init; }

    /// <summary>
    /// Checks everything that can be known before the first step, and makes the readers of the training and the validation.
    /// </summary>
    /// <exception cref="ArgumentException">Something is missing, or not as much as the rest, or out of range.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public (BatchReader Training, BatchReader? Validation) Open(Model model)
    {
        model.RequireTrainer("Fit");
        int size = DataCheck.BatchSize("Fit", batchSize);
        int validationSize = DataCheck.BatchSize("Fit, validationBatchSize", ValidationBatchSize ?? size);
        if (!(ValidationSplit >= 0 && ValidationSplit < 1))
        {
            throw new ArgumentOutOfRangeException(
                "validationSplit", $"Fit: expected a share from 0 to below 1, such as 0.1, but got {ValidationSplit}.");
        }

        if (Batches is not null) return (new BatchStream(model, "Fit", Batches, classWeight), OpenValidation(model, validationSize));
        ModelData training = ModelData.Of(model, "Fit", x!, y, sampleWeight, classWeight);
        ModelData? held = null;
        if (Validation is null && ValidationSplit > 0)
        {
            // Keras's rule: the last share, in the given order, before any shuffling. The share counts as it was written: 0.1f itself is a
            // little more than 0.1 and would take a sample too many.
            int kept = (int)(training.Count * (1.0 - (double)(decimal)ValidationSplit));
            if (kept == 0)
            {
                throw new ArgumentException(
                    $"Fit: expected samples to train on, " +
                    $"but validationSplit {ValidationSplit} of {training.Count} leaves none.", "validationSplit");
            }

            (training, held) = (training[..kept], training[kept..]);
        }

        training.CheckTargets(model, "Fit", size);
        held?.CheckTargets(model, "Fit, validationSplit", validationSize);
        BatchReader? validation = held is null
            ? OpenValidation(model, validationSize)
            : new BatchSource(held, validationSize, mayReadAhead: true);
        RandomStream? random = Shuffle ? DeepSharpRuntime.CreateStream(Seed) : null;
        return (new BatchSource(training, size, mayReadAhead: true) { Random = random }, validation);
    }

    private BatchReader? OpenValidation(Model model, int size)
    {
        const string Method = "Fit, validationData";
        if (ValidationBatches is not null)
        {
            if (Validation is null) return new BatchStream(model, "Fit, validationBatches", ValidationBatches, null);
            throw new ArgumentException("Fit: expected validationData or validationBatches but got both. Leave one out.");
        }

        if (Validation is not { } given)
        {
            if (ValidationWeight is null) return null;
            throw new ArgumentException("Fit: expected validationData beside validationSampleWeight but got none.");
        }

        ModelData data = ModelData.Of(model, Method, given.X, given.Y, ValidationWeight, null);
        data.CheckTargets(model, Method, size);
        return new BatchSource(data, size, mayReadAhead: true);
    }
}
