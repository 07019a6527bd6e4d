namespace DeepSharp;

/// <summary>How <c>Fit</c> goes over its data.</summary>
internal sealed class FitOptions
{
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public FitOptions(
        int epochs, int initialEpoch, int? stepsPerEpoch, int? validationSteps, ValidationFrequency? validationFreq, Verbosity verbose,
        IReadOnlyList<Callback>? callbacks)
    {
        Epochs = DataCheck.AtLeast("Fit", 0, epochs, "0 or more epochs");
        InitialEpoch = DataCheck.AtLeast("Fit", 0, initialEpoch, "an initialEpoch of 0 or more");
        DataCheck.AtLeast("Fit", 1, stepsPerEpoch ?? 1, "1 or more stepsPerEpoch, or null for all", nameof(stepsPerEpoch));
        DataCheck.AtLeast("Fit", 1, validationSteps ?? 1, "1 or more validationSteps, or null for all", nameof(validationSteps));
        ValidationFrequency = (validationFreq ?? 1).Checked();
        (StepsPerEpoch, ValidationSteps, Verbose, Callbacks) =
            (stepsPerEpoch, validationSteps, verbose, DataCheck.Callbacks("Fit", callbacks));
    }

    public int Epochs { get; }

    public int InitialEpoch { get; }

    public int? StepsPerEpoch { get; }

    public int? ValidationSteps { get; }

    /// <summary>After which epochs there is a validation.</summary>
    public ValidationFrequency ValidationFrequency { get; }

    public Verbosity Verbose { get; }

    public Callback[] Callbacks { get; }

    public CancellationToken Cancellation { get; init; }

    public IProgress<FitProgress>? Progress { get; init; }
}
