namespace DeepSharp;

/// <summary>What an optimizer keeps for one weight: a span of the weight's length for each slot name.</summary>
public readonly ref struct Slots
{
    private readonly ReadOnlySpan<Variable> _slots;

    internal Slots(ReadOnlySpan<Variable> slots) => _slots = slots;

    /// <summary>Number of slots of the weight in hand.</summary>
    internal int Count => _slots.Length;

    /// <summary>The values of a slot, to read and to write.</summary>
    public Span<float> this[int slot] => _slots[slot].Value.Span;
}
