using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The smallest and the largest value that pixels may have: <c>(0, 255)</c>, the default, or <c>(0, 1)</c>.</summary>
/// <example><code>new RandomBrightness(0.2, valueRange: (0, 1))</code></example>
public readonly record struct ValueRange
{
    private const float Most = 255f;

    // Null for 255, so that the default is 0 to 255.
    private readonly float? _high;

    /// <summary>A range.</summary>
    public ValueRange(double low, double high) => (Low, _high) = ((float)low, (float)high == Most ? null : (float)high);

    /// <summary>The smallest value.</summary>
    public float Low { get; }

    /// <summary>The largest value.</summary>
    public float High => _high ?? Most;

    /// <summary>A pair.</summary>
    public static implicit operator ValueRange((double Low, double High) range) => new(range.Low, range.High);

    /// <summary>As a pair: <c>(0, 255)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"({Low}, {High})");

    /// <summary>The range in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or both are the same.</exception>
    internal ValueRange Checked(Layer layer)
    {
        if (float.IsFinite(High - Low) && High != Low) return new ValueRange(Math.Min(Low, High), Math.Max(Low, High));
        throw new ArgumentOutOfRangeException(
            "valueRange", $"{LayerArguments.Describe(layer)}: expected a valueRange of two different finite numbers but got {this}.");
    }

    /// <summary>Keeps values within the range.</summary>
    internal Op ClipOp() => new UnaryOp<ClipFunction>("Clip", new ClipFunction(Low, High));

    internal static ValueRange Read(ConfigReader reader)
    {
        if (!reader.Has("value_range")) return default;
        return reader.Floats("value_range") is [var low, var high]
            ? new ValueRange(low, high)
            : throw reader.Wrong("value_range", "a pair of numbers", reader.Node("value_range"));
    }

    internal void Write(JsonObject config) => config["value_range"] = new JsonArray(Low, High);
}
