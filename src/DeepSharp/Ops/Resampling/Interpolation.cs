using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>How values between pixels are made: <c>Interpolation.Bilinear</c>, or by Keras's name, <c>"bilinear"</c>.</summary>
/// <remarks>
/// Pixels have their centres at halves, as in TensorFlow and JAX. Weights of pixels that are not there are left out, and the others scaled
/// to the sum 1.
/// </remarks>
/// <example><code>new Resizing(224, 224, interpolation: "bicubic")</code></example>
public readonly record struct Interpolation
{
    private static readonly string[] s_names = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

    private readonly int _code;

    private Interpolation(ResizeMethod method) => _code = method - ResizeMethod.Linear;

    /// <summary>The pixel that is under the centre.</summary>
    public static Interpolation Nearest => new(ResizeMethod.Nearest);

    /// <summary>Lines between neighbours. The default.</summary>
    public static Interpolation Bilinear => default;

    /// <summary>Keys's cubic of 1981 with a = -1/2, over four pixels in each direction.</summary>
    public static Interpolation Bicubic => new(ResizeMethod.Cubic);

    /// <summary>Lanczos's kernel over six pixels in each direction.</summary>
    public static Interpolation Lanczos3 => new(ResizeMethod.Lanczos3);

    /// <summary>Lanczos's kernel over ten pixels in each direction.</summary>
    public static Interpolation Lanczos5 => new(ResizeMethod.Lanczos5);

    /// <summary>Keras's name, such as <c>bilinear</c>.</summary>
    public string Name => s_names[(int)Method];

    internal ResizeMethod Method => ResizeMethod.Linear + _code;

    /// <summary>The interpolation that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such interpolation.</exception>
    public static implicit operator Interpolation(string name)
    {
        if (name is null)
        {
            throw new ArgumentNullException(
                nameof(name),
                "Expected the name of an interpolation but got a string that is null. For the default leave the argument out.");
        }

        int method = Array.FindIndex(s_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (method >= 0) return new Interpolation((ResizeMethod)method);
        throw new ArgumentException(
            $"Unknown interpolation '{name}'. Known: {string.Join(", ", s_names.Order(StringComparer.Ordinal))}.", nameof(name));
    }

    /// <summary>As in C#: <c>Bilinear</c>, <c>Nearest</c>, ...</summary>
    public override string ToString() => Method switch
    {
        ResizeMethod.Linear => nameof(Bilinear),
        ResizeMethod.Cubic => nameof(Bicubic),
        var method => method.ToString(),
    };
}
