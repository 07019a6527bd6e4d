using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>What lookups need to know of what they look up: strings or whole numbers.</summary>
internal interface ITokenKind<T>
    where T : notnull
{
    /// <summary>In messages: <c>strings</c>.</summary>
    static abstract string Plural { get; }

    /// <summary>In messages: <c>string</c>.</summary>
    static abstract string Singular { get; }

    /// <summary>Places in order; of equally frequent tokens the greater one comes first.</summary>
    static abstract int Compare(T left, T right);

    /// <summary>Refuses a token that no file holds.</summary>
    /// <exception cref="ArgumentException">It is one.</exception>
    static abstract void RequireWhole(string who, T token);

    /// <summary>A token in words.</summary>
    static abstract string Shown(T token);

    /// <summary>As configs have it.</summary>
    static abstract JsonNode ToJson(T token);

    /// <summary>Reads one; false if it is another kind of value.</summary>
    static abstract bool TryRead(JsonNode? node, out T token);
}
