using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// How many neighbouring tokens a <see cref="Layers.TextVectorization"/> joins to one: <c>2</c> for tokens and pairs, <c>new[] { 2, 3 }</c>
/// for pairs and triples alone.
/// </summary>
/// <example><code>new TextVectorization(ngrams: 2)</code></example>
public sealed class NGrams
{
    private readonly int? _upTo;

    private NGrams(int? upTo, int[] widths) => (_upTo, Widths) = (upTo, widths);

    /// <summary>The numbers of tokens, in the order in which they come.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>All numbers of tokens from 1 on.</summary>
    /// <param name="upTo">The largest, from 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static implicit operator NGrams(int upTo)
    {
        Require(upTo);
        return new NGrams(upTo, [.. Enumerable.Range(1, upTo)]);
    }

    /// <summary>Some numbers of tokens.</summary>
    /// <param name="widths">Each from 1 to 1,000, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static implicit operator NGrams(int[] widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Length == 0) throw new ArgumentException("NGrams: expected a number of tokens or more but got none.", nameof(widths));
        foreach (int width in widths) Require(width);
        return new NGrams(null, [.. widths]);
    }

    /// <summary>Reads a number or a list; null if there is none.</summary>
    internal static NGrams? Read(ConfigReader reader) =>
        !reader.Has("ngrams") ? null : reader.Node("ngrams") is JsonArray ? reader.Ints("ngrams") : (NGrams)reader.Int("ngrams");

    internal JsonNode ToJson() => _upTo is { } most ? JsonValue.Create(most) : ConfigSchema.Ints([.. Widths]);

    /// <summary>The numbers.</summary>
    public override string ToString() => string.Join(", ", Widths);

    private static void Require(int width)
    {
        if (width is >= 1 and <= 1000) return;
        throw new ArgumentOutOfRangeException(nameof(width), $"NGrams: expected numbers of tokens from 1 to 1,000 but got {width}.");
    }
}
