namespace DeepSharp.Callbacks;

/// <summary>
/// The value of the logs that a callback watches, which way is better, and what counts as better: one rule for all callbacks.
/// </summary>
/// <param name="callback">Who watches.</param>
/// <param name="name">The name of the value.</param>
/// <param name="mode">Which way is better, or that the metric says so.</param>
/// <param name="minDelta">By how much a value has to be better to count as better; its sign does not matter, as in Keras.</param>
internal sealed class Monitor(Callback callback, string name, ImprovementMode mode, double minDelta)
{
    private readonly double _minDelta = Math.Abs(minDelta);

    private bool? _largerIsBetter;
    private bool _isChecked;

    /// <summary>Whether larger values are better: asked for, or known of the metric.</summary>
    /// <exception cref="ArgumentException">Nobody knows; the message says how to tell.</exception>
    private bool LargerIsBetter => _largerIsBetter ??= Find();

    private bool IsOfMissingValidation => name.StartsWith("val_", StringComparison.Ordinal) && !callback.HasValidation;

    /// <summary>
    /// Whether a value is better than another one; anything but NaN is better than nothing. (Keras takes a first NaN for the
    /// best value for ever.)
    /// </summary>
    public bool IsImprovement(double value, double? reference)
    {
        if (double.IsNaN(value)) return false;
        if (reference is not { } known) return true;
        return LargerIsBetter ? value - _minDelta > known : value + _minDelta < known;
    }

    /// <summary>
    /// A value that the training will not have, or of which nobody knows which way is better, is an error before the first step. To be
    /// called before training and before each batch: a model that is not built has its outputs, and so its values, from the first batch on.
    /// </summary>
    /// <exception cref="ArgumentException">There will be no such value; the message lists those that exist.</exception>
    public void Check()
    {
        if (_isChecked) return;
        Trainer trainer = callback.Trainer!;
        _isChecked = trainer.Outputs.IsBound;
        if (IsOfMissingValidation) throw Unknown(trainer.Outputs.IsBound ? trainer.Outputs.Values.Names : ["loss"]);

        if (!trainer.Outputs.IsBound) return;
        string[] names = [.. trainer.Outputs.Values.Names];
        if (callback.HasValidation) names = [.. names, .. names.Select(known => "val_" + known)];
        names = [.. names, .. callback.AddedBefore];

        // A custom step may report more than is known now.
        if (!names.Contains(name) && !callback.Model.HasCustomSteps) throw Unknown(names);
        _largerIsBetter ??= Find();
    }

    /// <summary>The value of an epoch; null in one without a validation, where others have one.</summary>
    /// <exception cref="ArgumentException">There is no such value; the message lists those that exist.</exception>
    public double? Read(Logs logs)
    {
        if (logs.TryGetValue(name, out double value)) return value;
        bool waits = callback.HasValidation && name.StartsWith("val_", StringComparison.Ordinal)
            && !logs.Keys.Any(key => key.StartsWith("val_", StringComparison.Ordinal));
        return waits ? null : throw Unknown(logs.Keys);
    }

    // What the metric says goes before what its name looks like. A value that has neither, such as one that a step reports, says nothing.
    private bool Find()
    {
        if (mode != ImprovementMode.Auto) return mode == ImprovementMode.Max;
        string plain = name.StartsWith("val_", StringComparison.Ordinal) ? name["val_".Length..] : name;
        if (callback.Trainer!.Outputs.Values.MetricOf(plain)?.LargerIsBetter is { } known) return known;
        if (plain == "loss" || plain.EndsWith("_loss", StringComparison.Ordinal)) return false;
        throw new ArgumentException(
            $"{callback.GetType().Name}: expected to know whether larger values of '{name}' are better, but its metric does not say. " +
            $"Pass mode: \"max\" or \"min\".");
    }

    private ArgumentException Unknown(IEnumerable<string> names)
    {
        string advice = IsOfMissingValidation ? " Pass validationData or validationSplit to Fit." : "";
        return new ArgumentException($"{callback.GetType().Name}: no value named '{name}'. Available: {string.Join(", ", names)}.{advice}");
    }
}
