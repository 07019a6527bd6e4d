namespace DeepSharp;

/// <summary>What an <see cref="Layers.STFTSpectrogram"/> gives: <c>SpectrogramMode.Magnitude</c>, or by Keras's name, <c>"magnitude"</c>.</summary>
public readonly record struct SpectrogramMode
{
    private static readonly NameTable<SpectrogramMode> s_names = new(
        "spectrogram mode", ("angle", Angle), ("imag", Imag), ("log", Log), ("magnitude", Magnitude), ("psd", Psd), ("real", Real),
        ("stft", Stft));

    private readonly byte _kind;

    private SpectrogramMode(byte kind) => _kind = kind;

    /// <summary>The logarithm of the magnitude. The default.</summary>
    public static SpectrogramMode Log => default;

    /// <summary>The magnitude.</summary>
    public static SpectrogramMode Magnitude => new(1);

    /// <summary>The power, counting both halves of the spectrum.</summary>
    public static SpectrogramMode Psd => new(2);

    /// <summary>The real parts.</summary>
    public static SpectrogramMode Real => new(3);

    /// <summary>The imaginary parts.</summary>
    public static SpectrogramMode Imag => new(4);

    /// <summary>The angle, in radians.</summary>
    public static SpectrogramMode Angle => new(5);

    /// <summary>The real parts, and behind them the imaginary ones.</summary>
    public static SpectrogramMode Stft => new(6);

    /// <summary>Keras's name.</summary>
    public string Name => _kind switch { 1 => "magnitude", 2 => "psd", 3 => "real", 4 => "imag", 5 => "angle", 6 => "stft", _ => "log" };

    /// <summary>The mode that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such mode; the message lists those that there are.</exception>
    public static implicit operator SpectrogramMode(string name) => s_names[name];

    /// <summary>Keras's name.</summary>
    public override string ToString() => Name;
}
