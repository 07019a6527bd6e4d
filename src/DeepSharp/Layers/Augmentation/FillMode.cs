using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What lies beyond the border of an image: <c>FillMode.Reflect</c>, or by Keras's name, <c>"reflect"</c>.</summary>
/// <example><code>new RandomRotation(0.1, fillMode: "constant", fillValue: 0.5)</code></example>
public readonly record struct FillMode
{
    private static readonly string[] s_names = ["reflect", "constant", "wrap", "nearest", "mirror"];

    private FillMode(BorderRule rule) => Rule = rule;

    /// <summary>The image mirrored at its edges: d c b a | a b c d | d c b a. The default.</summary>
    public static FillMode Reflect => default;

    /// <summary>A constant, the <c>fillValue</c>.</summary>
    public static FillMode Constant => new(BorderRule.Constant);

    /// <summary>The image again: a b c d | a b c d | a b c d.</summary>
    public static FillMode Wrap => new(BorderRule.Wrap);

    /// <summary>The nearest pixel: a a a a | a b c d | d d d d.</summary>
    public static FillMode Nearest => new(BorderRule.Nearest);

    /// <summary>
    /// The image mirrored at its outermost pixels: d c b | a b c d | c b a. Of <see cref="Layers.RandomElasticTransform"/> only.
    /// </summary>
    public static FillMode Mirror => new(BorderRule.Mirror);

    /// <summary>Keras's name, such as <c>reflect</c>.</summary>
    public string Name => s_names[(int)Rule];

    internal BorderRule Rule { get; }

    /// <summary>The mode that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public static implicit operator FillMode(string name)
    {
        MissingName.Refuse("fill mode", name);
        int rule = Array.FindIndex(s_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (rule >= 0) return new FillMode((BorderRule)rule);
        throw new ArgumentException(
            $"Unknown fill mode '{name}'. Known: {string.Join(", ", s_names.Order(StringComparer.Ordinal))}.", nameof(name));
    }

    /// <summary>As in C#: <c>Reflect</c>, <c>Constant</c>, ...</summary>
    public override string ToString() => Rule.ToString();
}
