namespace DeepSharp;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">The lengths of its axes.</param>
/// <param name="Begin">Where its bytes begin, counted from the first byte after the header.</param>
/// <param name="End">The place after its last byte.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsType Type, Shape Shape, long Begin, long End)
{
    /// <summary>Number of values.</summary>
    public int Count => (int)((End - Begin) / Type.Size);
}
