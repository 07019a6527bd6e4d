using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Whole numbers of 64 bits.</summary>
internal readonly struct IntegerTokens : ITokenKind<long>
{
    public static string Plural => "whole numbers";

    public static string Singular => "whole number";

    public static int Compare(long left, long right) => left.CompareTo(right);

    public static void RequireWhole(string who, long token)
    {
    }

    public static string Shown(long token) => token.ToString(CultureInfo.InvariantCulture);

    public static JsonNode ToJson(long token) => JsonValue.Create(token);

    public static bool TryRead(JsonNode? node, out long token)
    {
        token = 0;
        return node is JsonValue value && (value.TryGetValue(out token)
            || long.TryParse(ConfigSchema.Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out token));
    }
}
