using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What a random factor is drawn from: a pair, <c>(-0.2, 0.3)</c>, or one number, <c>0.2</c>, whose range each layer says; most mean
/// <c>(-0.2, 0.2)</c>, or <c>(0, 0.2)</c> where nothing is below 0.
/// </summary>
/// <example><code>
/// new RandomRotation(0.1)           // up to a tenth of a turn in either direction
/// new RandomRotation((0, 0.25))     // up to a quarter of a turn counterclockwise
/// </code></example>
public readonly record struct FactorRange
{
    /// <summary>One number, of which a layer makes a range.</summary>
    public FactorRange(double factor) => (First, Second, IsNumber) = ((float)factor, (float)factor, true);

    /// <summary>A range.</summary>
    public FactorRange(double lower, double upper) => (First, Second) = ((float)lower, (float)upper);

    /// <summary>The number, or the first of the pair.</summary>
    public float First { get; }

    /// <summary>The number, or the second of the pair.</summary>
    public float Second { get; }

    /// <summary>Whether it was given as one number.</summary>
    public bool IsNumber { get; }

    /// <summary>One number.</summary>
    public static implicit operator FactorRange(double factor) => new(factor);

    /// <summary>A pair.</summary>
    public static implicit operator FactorRange((double Lower, double Upper) factor) => new(factor.Lower, factor.Upper);

    /// <summary>As it is written: <c>0.2</c> or <c>(-0.2, 0.3)</c>.</summary>
    public override string ToString() =>
        IsNumber ? FormattableString.Invariant($"{First}") : FormattableString.Invariant($"({First}, {Second})");

    internal static FactorRange Read(ConfigReader reader, string key, FactorRange? missing = null)
    {
        if (reader.Node(key) is not JsonArray) return reader.Has(key)
            || missing is null ? new FactorRange(reader.Float(key)) : missing.Value;
        return reader.Floats(key) is [var first, var second]
            ? new FactorRange(first, second)
            : throw reader.Wrong(key, "a number or a pair of numbers", reader.Node(key));
    }

    internal static FactorRange? ReadOptional(ConfigReader reader, string key) => reader.Has(key) ? Read(reader, key) : null;

    internal JsonNode ToNode() => IsNumber ? JsonValue.Create(First) : new JsonArray(First, Second);
}
