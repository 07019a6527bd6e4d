using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// After which epochs <c>Fit</c> validates: every so many, or those of a list, counted from 1 (Keras's <c>validation_freq</c>).
/// </summary>
/// <example><code>
/// model.Fit(x, y, epochs: 20, validationSplit: 0.1, validationFreq: 5);            // after 5, 10, 15 and 20 epochs
/// model.Fit(x, y, epochs: 20, validationSplit: 0.1, validationFreq: [1, 2, 10]);   // after the first, the second and the tenth
/// </code></example>
[CollectionBuilder(typeof(ValidationFrequency), nameof(Create))]
public sealed class ValidationFrequency
{
    private readonly int[]? _epochs;
    private readonly int _period;

    private ValidationFrequency(int[]? epochs, int period) => (_epochs, _period) = (epochs, period);

    /// <summary>After the epochs of a list, counted from 1; what <c>[1, 2, 10]</c> makes.</summary>
    public static ValidationFrequency Create(ReadOnlySpan<int> epochs) => new(epochs.ToArray(), 0);

    /// <summary>After every so many epochs.</summary>
    public static implicit operator ValidationFrequency(int epochs) => new(null, epochs);

    /// <summary>After the epochs of a list, counted from 1.</summary>
    public static implicit operator ValidationFrequency(int[] epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        return Create(epochs);
    }

    /// <summary>Enumerates the epochs of a list, or the one number.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_epochs ?? [_period])).GetEnumerator();

    /// <summary>Whether a validation follows an epoch, counted from 0.</summary>
    internal bool IsDue(int epoch) => _epochs is null ? (epoch + 1) % _period == 0 : _epochs.Contains(epoch + 1);

    /// <exception cref="ArgumentOutOfRangeException">There are no epochs, or they are below 1.</exception>
    internal ValidationFrequency Checked()
    {
        if (_epochs is null) DataCheck.AtLeast("Fit", 1, _period, "a validationFreq of 1 or more epochs", "validationFreq");
        DataCheck.AtLeast("Fit", 1, _epochs?.Length ?? 1, "a validationFreq of at least one epoch", "validationFreq");
        foreach (int epoch in _epochs ?? []) DataCheck.AtLeast("Fit", 1, epoch, "epochs from 1 on in validationFreq", "validationFreq");
        return this;
    }
}
