using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What a sliding window does at the border of its input: <c>Padding.Same</c>, or by Keras's name, <c>"same"</c>.</summary>
/// <remarks>
/// Along an axis of n values, with k = (window - 1) * dilation + 1: <see cref="Valid"/> gives floor((n - k) / stride) + 1 positions,
/// <see cref="Same"/> and <see cref="Causal"/> ceil(n / stride). Where the padding that <see cref="Same"/> takes is odd, the larger half
/// stands at the end. Padding takes no memory to speak of, however wide it is.
/// </remarks>
/// <example><code>new Conv2D(32, (3, 3), padding: "same")</code></example>
public readonly record struct Padding
{
    private Padding(Border border) => Border = border;

    /// <summary>No padding: the window stays inside the input. The default.</summary>
    public static Padding Valid => default;

    /// <summary>Zeros around the input, so that a stride of 1 keeps its size. Pooling leaves them out of maxima and means.</summary>
    public static Padding Same => new(Border.Same);

    /// <summary>
    /// Zeros in front of the input only, so that no step of the output depends on a later step of the input. For convolutions over one
    /// axis, such as <see cref="Layers.Conv1D"/>.
    /// </summary>
    public static Padding Causal => new(Border.Causal);

    /// <summary>Keras's name: <c>valid</c>, <c>same</c> or <c>causal</c>.</summary>
    public string Name => Border switch { Border.Same => "same", Border.Causal => "causal", _ => "valid" };

    internal Border Border { get; }

    /// <summary>The padding that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such padding.</exception>
    public static implicit operator Padding(string name)
    {
        if (name is null)
        {
            throw new ArgumentNullException(
                nameof(name), "Expected the name of a padding but got a string that is null. For the default leave the argument out.");
        }

        if (name.Equals("valid", StringComparison.OrdinalIgnoreCase)) return Valid;
        if (name.Equals("same", StringComparison.OrdinalIgnoreCase)) return Same;
        if (name.Equals("causal", StringComparison.OrdinalIgnoreCase)) return Causal;
        throw new ArgumentException($"Unknown padding '{name}'. Known: causal, same, valid.", nameof(name));
    }

    /// <summary>As in C#: <c>Valid</c>, <c>Same</c> or <c>Causal</c>.</summary>
    public override string ToString() => Border.ToString();

    /// <summary>Refuses <see cref="Causal"/>.</summary>
    /// <param name="owner">Who does, for the message.</param>
    /// <exception cref="ArgumentException">It is causal.</exception>
    internal Padding RequireNotCausal(string owner) => Border != Border.Causal
        ? this
        : throw new ArgumentException(
            $"{owner}: expected padding to be Padding.Valid or Padding.Same but got Causal, which only a Conv1D has.", "padding");
}
