using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What a piece of a signal is multiplied by before its spectrum is computed: <c>SignalWindow.Hamming</c>, or by name, <c>"hamming"</c>, or
/// values of any kind.
/// </summary>
/// <example><code>new STFTSpectrogram(frameLength: 256, window: "hamming")</code></example>
public readonly struct SignalWindow : IEquatable<SignalWindow>
{
    private static readonly NameTable<SignalWindow> s_names = new(
        "window",
        ("bartlett", new("bartlett")), ("blackman", new("blackman")), ("boxcar", new("boxcar")), ("hamming", new("hamming")),
        ("hann", new("hann")));

    private readonly string? _name;
    private readonly float[]? _values;
    private readonly bool _isNone;

    private SignalWindow(string? name, float[]? values = null) =>
        (_name, _values, _isNone) = (name, values, name is null && values is null);

    /// <summary>0.5 − 0.5·cos. The default.</summary>
    public static SignalWindow Hann => default;

    /// <summary>0.54 − 0.46·cos.</summary>
    public static SignalWindow Hamming => new("hamming");

    /// <summary>Pieces as they are, neither multiplied nor scaled. Keras's <c>None</c>.</summary>
    public static SignalWindow None => new(null);

    /// <summary>Its name; null for none, or for values.</summary>
    public string? Name => _isNone || _values is not null ? null : _name ?? "hann";

    internal bool IsNone => _isNone;

    /// <summary>
    /// The window of a name of SciPy: <c>bartlett</c>, <c>blackman</c>, <c>boxcar</c>, <c>hamming</c>, <c>hann</c>; null for none.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such window here.</exception>
    public static implicit operator SignalWindow(string? name) => name is null ? None : s_names[name];

    /// <summary>A window of values, which are copied.</summary>
    /// <exception cref="ArgumentException">One is not finite, or there is none.</exception>
    public static implicit operator SignalWindow(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length > 0 && Array.TrueForAll(values, float.IsFinite)) return new SignalWindow(null, [.. values]);
        throw new ArgumentException("SignalWindow: expected finite values, at least one.", nameof(values));
    }

    /// <summary>Whether two windows are the same.</summary>
    public static bool operator ==(SignalWindow left, SignalWindow right) => left.Equals(right);

    /// <summary>Whether two windows differ.</summary>
    public static bool operator !=(SignalWindow left, SignalWindow right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SignalWindow other) =>
        _isNone == other._isNone && Name == other.Name && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SignalWindow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_isNone, Name, _values?.Length);

    /// <summary>The name, or how many values.</summary>
    public override string ToString() => _values is { } values ? $"{values.Length} values" : Name ?? "none";

    /// <summary>The values for a length.</summary>
    /// <param name="length">1 or more.</param>
    /// <param name="isPeriodic">Whether the value behind the last would be the first again.</param>
    /// <exception cref="ShapeException">It has another length.</exception>
    internal double[] Values(int length, bool isPeriodic)
    {
        if (_values is { } given && given.Length != length)
        {
            throw new ShapeException($"expected a window of {length} values but got {given.Length}.");
        }

        var values = new double[length];
        double span = isPeriodic ? length : length - 1;
        for (int i = 0; i < length; i++)
        {
            double turn = 2 * Math.PI * i / span;
            values[i] = _values is not null ? _values[i] : length == 1 ? 1 : Name switch
            {
                "hann" => 0.5 - 0.5 * Math.Cos(turn),
                "hamming" => 0.54 - 0.46 * Math.Cos(turn),
                "blackman" => 0.42 - 0.5 * Math.Cos(turn) + 0.08 * Math.Cos(2 * turn),
                "bartlett" => 1 - Math.Abs(2 * i / span - 1),
                _ => 1,
            };
        }

        return values;
    }

    internal static SignalWindow Read(ConfigReader reader) => reader.IsNull("window") ? None
        : reader.Node("window") is JsonArray ? reader.Floats("window") : reader.String("window", "hann");

    internal JsonNode? ToJson() => _values is { } values ? new JsonArray([.. values.Select(value => JsonValue.Create(value))]) : Name;
}
