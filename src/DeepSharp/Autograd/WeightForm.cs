namespace DeepSharp;

/// <summary>
/// Something that predictions compute from weights and read in their place, such as a kernel in the order in which a product reads it. It
/// is kept from one prediction to the next, and made again, in the same memory, after any change of the weights.
/// </summary>
/// <remarks>
/// It is made when a second prediction finds the weights as the first did: a program that trains between predictions pays nothing, and
/// keeps nothing. Of weights whose <see cref="Tensor.Span"/> somebody has asked for it is never made. Results have the same bits with it
/// and without.
/// </remarks>
internal abstract class WeightForm
{
    private const long None = -1;

    private readonly object _lock = new();
    private long _made = None;
    private long _seen = None;

    /// <summary>Whether nothing is differentiated, so that a form may stand for weights.</summary>
    public static bool MayBeUsed(bool training) => !training && Tape.Current is not { IsRecording: true };

    /// <summary>Whether the form is there, of the weights as they are. Several threads may ask.</summary>
    public bool TryTake()
    {
        if (!TryState(out long state)) return false;
        if (Volatile.Read(ref _made) == state) return true;
        if (Interlocked.Exchange(ref _seen, state) != state) return false;
        lock (_lock)
        {
            if (_made == state) return true;
            Volatile.Write(ref _made, None);
            Make();
            Volatile.Write(ref _made, state);
        }

        return true;
    }

    /// <summary>The weights that it is made of.</summary>
    protected abstract ReadOnlySpan<Variable> Weights { get; }

    /// <summary>Whether the form is there already.</summary>
    protected bool IsMade => TryState(out long state) && Volatile.Read(ref _made) == state;

    /// <summary>Makes it.</summary>
    protected abstract void Make();

    // Each number only grows, so that their sum tells of a change in any of them.
    private bool TryState(out long state)
    {
        state = 0;
        foreach (Variable weight in Weights)
        {
            if (weight.Version.IsOpen) return false;
            state += weight.Version.Number;
        }

        return true;
    }
}
