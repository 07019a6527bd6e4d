namespace DeepSharp;

/// <summary>What a sliding window does at the border of its input: <c>Padding.Same</c>, or by Keras's name, <c>"same"</c>.</summary>
/// <remarks>
/// Along an axis of n values, with k = (window - 1) * dilation + 1: <see cref="Valid"/> gives floor((n - k) / stride) + 1 positions,
/// <see cref="Same"/> ceil(n / stride). Where the padding that this takes is odd, the larger half stands at the end. Padding takes no
/// memory to speak of, however wide it is.
/// </remarks>
/// <example><code>new Conv2D(32, (3, 3), padding: "same")</code></example>
public readonly record struct Padding
{
    private Padding(bool isSame) => IsSame = isSame;

    /// <summary>No padding: the window stays inside the input. The default.</summary>
    public static Padding Valid => default;

    /// <summary>Zeros around the input, so that a stride of 1 keeps its size. Pooling leaves them out of maxima and means.</summary>
    public static Padding Same => new(true);

    /// <summary>Keras's name: <c>valid</c> or <c>same</c>.</summary>
    public string Name => IsSame ? "same" : "valid";

    internal bool IsSame { get; }

    /// <summary>The padding that a Keras name stands for.</summary>
    /// <exception cref="NotSupportedException">The name is <c>causal</c>, which only 1-D convolutions have.</exception>
    /// <exception cref="ArgumentException">There is no such padding.</exception>
    public static implicit operator Padding(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Equals("valid", StringComparison.OrdinalIgnoreCase)) return Valid;
        if (name.Equals("same", StringComparison.OrdinalIgnoreCase)) return Same;
        if (name.Equals("causal", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException("Padding 'causal' is not supported: it is for one axis of time. Use \"valid\" or \"same\".");
        }

        throw new ArgumentException($"Unknown padding '{name}'. Known: same, valid.", nameof(name));
    }

    /// <summary>As in C#: <c>Valid</c> or <c>Same</c>.</summary>
    public override string ToString() => IsSame ? nameof(Same) : nameof(Valid);
}
