using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The place of a string among some bins, as Keras finds it: by FarmHash, or with a salt by SipHash, of its UTF-8 bytes.</summary>
internal sealed class StringHash(long[]? salt)
{
    private const int OnStack = 256;

    /// <summary>The bin, from 0 on.</summary>
    public int BinOf(ReadOnlySpan<char> text, int bins)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = most > OnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        Span<byte> room = rented ?? stackalloc byte[OnStack];
        ReadOnlySpan<byte> bytes = room[..Encoding.UTF8.GetBytes(text, room)];
        ulong hash = salt is null ? FarmHash.Fingerprint64(bytes) : SipHash.Hash(bytes, (ulong)salt[0], (ulong)salt[1]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return (int)(hash % (ulong)bins);
    }

    /// <summary>The bin of the digits of a number.</summary>
    public int BinOf(long number, int bins)
    {
        Span<char> digits = stackalloc char[32];
        number.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        return BinOf(digits[..length], bins);
    }

    /// <summary>As configs have it.</summary>
    public static JsonArray? ToJson(long[]? salt) =>
        salt is null ? null : new JsonArray(JsonValue.Create(salt[0]), JsonValue.Create(salt[1]));

    /// <summary>Reads one number or two; null if there is none.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static long[]? ReadSalt(ConfigReader reader) => reader.Node("salt") switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => NumberOf(reader, item))],
        var node => [NumberOf(reader, node)],
    };

    private static long NumberOf(ConfigReader reader, JsonNode? node) =>
        IntegerTokens.TryRead(node, out long number) ? number : throw reader.Wrong("salt", "one whole number or two", node);

    /// <summary>One number stands for both halves of the key.</summary>
    /// <exception cref="ArgumentException">There are more than two.</exception>
    public static long[]? SaltOf(Layer layer, IReadOnlyList<long>? salt) => salt switch
    {
        null => null,
        [var one] => [one, one],
        [var first, var second] => [first, second],
        _ => throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: expected a salt of one number or two but got {salt.Count}.", nameof(salt)),
    };
}
