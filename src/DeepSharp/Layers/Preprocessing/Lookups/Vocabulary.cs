using System.Diagnostics.CodeAnalysis;

namespace DeepSharp.Layers;

/// <summary>The tokens of a lookup, without those that stand before them, and what each counts. It never changes.</summary>
internal sealed class Vocabulary<T>
    where T : notnull
{
    private readonly T[] _tokens;

    public Vocabulary(T[] tokens, float[] weights)
    {
        (_tokens, Weights) = (tokens, weights);
        Places = new Dictionary<T, int>(tokens.Length);
        for (int i = 0; i < tokens.Length; i++) Places[tokens[i]] = i;
    }

    public IReadOnlyList<T> Tokens => _tokens;

    public int Count => _tokens.Length;

    /// <summary>What each id counts in a row, those before the tokens included; none where all count 1.</summary>
    public float[] Weights { get; }

    /// <summary>Where each token is.</summary>
    public Dictionary<T, int> Places { get; }

    /// <summary>The token at a place; false if there is none.</summary>
    public bool TryTokenOf(long place, [MaybeNullWhen(false)] out T token)
    {
        bool isThere = place >= 0 && place < _tokens.Length;
        token = isThere ? _tokens[place] : default;
        return isThere;
    }
}
