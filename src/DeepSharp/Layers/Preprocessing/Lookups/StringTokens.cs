using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Strings, in the order of their UTF-8 bytes.</summary>
internal readonly struct StringTokens : ITokenKind<string>
{
    public static string Plural => "strings";

    public static string Singular => "string";

    // The order of bytes is that of characters, and halves of characters stand for what is above all others.
    public static int Compare(string left, string right)
    {
        int same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length - right.Length;
        return Place(left[same]) - Place(right[same]);

        static int Place(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
    }

    // Files are UTF-8, which has no halves: all of them would be the same string there.
    public static void RequireWhole(string who, string token)
    {
        for (int i = 0; i < token.Length; i++)
        {
            if (!char.IsSurrogate(token[i])) continue;
            if (char.IsHighSurrogate(token[i]) && i + 1 < token.Length && char.IsLowSurrogate(token[i + 1]))
            {
                i++;
                continue;
            }

            throw new ArgumentException(
                $"{who}: expected strings of whole characters but one has half of a character, \\u{(int)token[i]:X4}, which no file " +
                "holds. Cut text into characters with text.EnumerateRunes(), not by char.");
        }
    }

    public static string Shown(string token) => $"'{token}'";

    public static JsonNode ToJson(string token) => JsonValue.Create(token);

    public static bool TryRead(JsonNode? node, [NotNullWhen(true)] out string token)
    {
        token = "";
        return node is JsonValue value && value.TryGetValue(out token!);
    }
}
