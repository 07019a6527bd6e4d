namespace DeepSharp.Tests;

/// <summary>An array with canaries on both sides, off the alignment of registers: shows a kernel that writes too far.</summary>
public sealed class Fenced
{
    private const int Fence = 17;
    private const float Canary = -98765.43f;

    private readonly float[] _values;

    public Fenced(int length, float fill = float.NaN)
    {
        _values = new float[length + 2 * Fence];
        Array.Fill(_values, Canary);
        Span.Fill(fill);
    }

    public Fenced(ReadOnlySpan<float> values) : this(values.Length) => values.CopyTo(Span);

    public Span<float> Span => _values.AsSpan(Fence, _values.Length - 2 * Fence);

    public float[] ToArray() => Span.ToArray();

    public void AssertIntact()
    {
        for (int i = 0; i < Fence; i++)
        {
            Assert.Equal(Canary, _values[i]);
            Assert.Equal(Canary, _values[^(i + 1)]);
        }
    }
}
