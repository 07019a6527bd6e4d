namespace DeepSharp.Tests;

/// <summary>An array with a border of canaries on both sides, to catch a kernel that writes past its output.</summary>
public sealed class Guarded
{
    private const float Canary = -12345.5f;
    private const int Border = 19;

    private readonly float[] _values;

    public Guarded(int length)
    {
        _values = new float[length + 2 * Border];
        _values.AsSpan().Fill(Canary);
    }

    public Guarded(ReadOnlySpan<float> initial)
        : this(initial.Length) => initial.CopyTo(Span);

    public Span<float> Span => _values.AsSpan(Border, _values.Length - 2 * Border);

    /// <summary>The values, once the canaries were seen alive.</summary>
    public float[] Checked()
    {
        Assert.Equal(-1, _values.AsSpan(0, Border).IndexOfAnyExcept(Canary));
        Assert.Equal(-1, _values.AsSpan(_values.Length - Border).IndexOfAnyExcept(Canary));
        return Span.ToArray();
    }
}
