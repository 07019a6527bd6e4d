namespace DeepSharp;

/// <summary>
/// What the values of a <see cref="Variable"/> and all views of them know of their changes, so that a <see cref="WeightForm"/> made of them
/// can tell whether it still holds.
/// </summary>
/// <remarks>
/// Changes are counted at their beginning and at their end: what is made of weights in the middle of one is taken for old afterwards.
/// Whoever was given a span may write through it at any time, and nobody is told: then nothing more is known.
/// </remarks>
internal sealed class WeightVersion
{
    private long _number;
    private volatile bool _isOpen;

    /// <summary>Grows with every change.</summary>
    public long Number => Volatile.Read(ref _number);

    /// <summary>Whether somebody outside the library was given a span of the values.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Says that values change, or have changed.</summary>
    public void Count() => Interlocked.Increment(ref _number);

    /// <summary>Says that a span of the values leaves the library.</summary>
    public void Open() => _isOpen = true;
}
