using System.Text;

namespace DeepSharp.Layers;

/// <summary>The strings of a lookup, without those that stand before them, and what each counts. It never changes.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly string[] _tokens;

    private Vocabulary(string[] tokens, float[] weights)
    {
        (_tokens, Weights) = (tokens, weights);
        for (int i = 0; i < tokens.Length; i++) _places[tokens[i]] = i;
    }

    public IReadOnlyList<string> Tokens => _tokens;

    public int Count => _tokens.Length;

    /// <summary>What each id counts in a row, those before the strings included; none where all count 1.</summary>
    public float[] Weights { get; }

    public bool Find(string token, out int place) => _places.TryGetValue(token, out place);

    /// <summary>The string at a place; null if there is none.</summary>
    public string? TextOf(long place) => place >= 0 && place < _tokens.Length ? _tokens[place] : null;

    /// <summary>The tokens before the strings: that of the mask, and one for each id of unknown strings.</summary>
    public static IEnumerable<string> SpecialTokens(StringLookup layer) =>
        Enumerable.Repeat(layer.MaskToken!, layer.OovStart).Concat(Enumerable.Repeat(layer.OovToken, layer.NumOovIndices));

    /// <summary>Whether strings begin with those tokens.</summary>
    public static bool BeginsWithSpecialTokens(StringLookup layer, IReadOnlyList<string> tokens) =>
        tokens.Count >= layer.TokenStart && SpecialTokens(layer).SequenceEqual(tokens.Take(layer.TokenStart));

    /// <summary>A vocabulary as it was given.</summary>
    /// <exception cref="ArgumentException">A string is there twice, or where it may not be, or the weights are not as many.</exception>
    public static Vocabulary Of(StringLookup layer, IReadOnlyList<string> given, float[]? weights)
    {
        string who = LayerArguments.Describe(layer);
        bool hasSpecial = BeginsWithSpecialTokens(layer, given);
        string[] tokens = [.. given.Skip(hasSpecial ? layer.TokenStart : 0)];
        if (tokens.Length == 0) throw new ArgumentException($"{who}: expected a vocabulary with at least one string but got none.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string token in tokens)
        {
            if (token is null) throw new ArgumentException($"{who}: expected strings in the vocabulary but one is null.");
            RequireWhole(who, token);
            if (!seen.Add(token))
            {
                throw new ArgumentException($"{who}: expected each string of the vocabulary once but '{token}' is there twice.");
            }

            if (token != layer.MaskToken && !(layer.Invert && token == layer.OovToken)) continue;
            throw new ArgumentException(
                $"{who}: expected '{token}' before all strings of the vocabulary or not at all, since it is the token of " +
                $"{(token == layer.MaskToken ? "the mask" : "unknown strings")}, but it is among them.");
        }

        RequireRoom(layer, tokens.Length);
        bool wantsWeights = layer.OutputMode == OutputMode.TfIdf;
        if (weights is not null && Array.FindIndex(weights, weight => !float.IsFinite(weight)) is var at and >= 0)
        {
            throw new ArgumentException($"{who}: expected idfWeights that are finite numbers but number {at} is {weights[at]}.");
        }

        if (wantsWeights && weights?.Length == given.Count)
        {
            return new Vocabulary(tokens, Padded(weights, hasSpecial ? 0 : layer.TokenStart));
        }

        if (!wantsWeights && weights is null) return new Vocabulary(tokens, []);
        throw new ArgumentException(
            $"{who}: expected {(wantsWeights ? $"idfWeights for the {given.Count} strings of the vocabulary" : "no idfWeights")} with " +
            $"outputMode {layer.OutputMode} but got {(weights is null ? "none" : $"{weights.Length}")}.");
    }

    /// <summary>What a lookup learns: the most frequent strings first; of equally frequent ones the last by their bytes.</summary>
    /// <exception cref="ArgumentException">There is none, no room for one, or half a character.</exception>
    public static Vocabulary Learned(StringLookup layer, TokenCounts counts)
    {
        string who = $"{LayerArguments.Describe(layer)}, Adapt";
        if (layer.MaxTokens <= layer.TokenStart)
        {
            throw new ArgumentException(
                $"{who}: expected maxTokens above {layer.TokenStart}, the ids of the mask and of unknown strings, but it is " +
                $"{layer.MaxTokens}: no string would be learned. Set maxTokens to {layer.TokenStart + 1L} or more.");
        }

        (string Token, long Count, long Documents)[] learned =
        [
            .. counts.All.Where(entry => entry.Token != layer.MaskToken && entry.Token != layer.OovToken)
                .OrderByDescending(entry => entry.Count)
                .ThenByDescending(
                    entry => Encoding.UTF8.GetBytes(entry.Token), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
                .Take((layer.MaxTokens ?? int.MaxValue) - layer.TokenStart),
        ];
        if (learned.Length == 0)
        {
            throw new ArgumentException($"{who}: expected data with at least one string to learn but got none.");
        }

        string[] tokens = [.. learned.Select(entry => entry.Token)];
        foreach (string token in tokens) RequireWhole(who, token);
        if (layer.OutputMode != OutputMode.TfIdf) return new Vocabulary(tokens, []);
        float[] weights = [.. learned.Select(entry => (float)Math.Log(1.0 + (double)counts.Documents / (1 + entry.Documents)))];
        return new Vocabulary(tokens, Padded(weights, layer.TokenStart));
    }

    // What is not known of the ids before the strings is taken to be as of the others.
    private static float[] Padded(float[] weights, int before) =>
        [.. Enumerable.Repeat((float)weights.Average(weight => (double)weight), before), .. weights];

    // Files are UTF-8, which has no halves: all of them would be the same string there.
    private static void RequireWhole(string who, string token)
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

    private static void RequireRoom(StringLookup layer, int tokens)
    {
        if (layer.MaxTokens is not { } most || layer.TokenStart + tokens <= most) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: expected a vocabulary of at most {most - layer.TokenStart} strings, as maxTokens {most} " +
            $"leaves, but got {tokens}.");
    }
}
