namespace DeepSharp.Callbacks;

/// <summary>The value of the logs that a callback watches, and which way is better.</summary>
internal sealed class Monitor(Callback callback, string name, ImprovementMode mode)
{
    private bool? _largerIsBetter;

    /// <summary>Whether larger values are better: asked for, or known of the metric.</summary>
    /// <exception cref="ArgumentException">Nobody knows; the message says how to tell.</exception>
    public bool LargerIsBetter => _largerIsBetter ??= Find();

    private bool IsOfMissingValidation => name.StartsWith("val_", StringComparison.Ordinal) && !callback.HasValidation;

    /// <summary>A value that the training will not have is an error before it begins, as far as that is known then.</summary>
    /// <exception cref="ArgumentException">There will be no such value; the message lists those that exist.</exception>
    public void Check()
    {
        Trainer trainer = callback.Trainer!;
        if (IsOfMissingValidation) throw Unknown(trainer.IsBound ? trainer.Values.Names : ["loss"]);

        // A step of one's own may report more than is known now, and callbacks report the learning rate.
        if (!trainer.IsBound || trainer.HasStepsOfItsOwn || name == "learning_rate") return;
        string[] names = [.. trainer.Values.Names];
        if (callback.HasValidation) names = [.. names, .. names.Select(known => "val_" + known)];
        if (!names.Contains(name)) throw Unknown(names);
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

    private bool Find()
    {
        if (mode != ImprovementMode.Auto) return mode == ImprovementMode.Max;
        string plain = name.StartsWith("val_", StringComparison.Ordinal) ? name["val_".Length..] : name;
        if (plain == "loss" || plain.EndsWith("_loss", StringComparison.Ordinal)) return false;
        return callback.Trainer!.Values.MetricOf(plain)?.LargerIsBetter ?? throw new ArgumentException(
            $"{callback.GetType().Name}: expected to know whether larger values of '{name}' are better, but its metric does not say. " +
            $"Pass mode: \"max\" or \"min\".");
    }

    private ArgumentException Unknown(IEnumerable<string> names)
    {
        string advice = IsOfMissingValidation ? " Pass validationData or validationSplit to Fit." : "";
        return new ArgumentException($"{callback.GetType().Name}: no value named '{name}'. Available: {string.Join(", ", names)}.{advice}");
    }
}
