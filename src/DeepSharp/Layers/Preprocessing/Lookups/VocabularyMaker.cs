namespace DeepSharp.Layers;

/// <summary>Makes vocabularies of what is given and of what was counted, checked against the options of a lookup.</summary>
internal static class VocabularyMaker<T, TKind>
    where T : notnull
    where TKind : struct, ITokenKind<T>
{
    /// <summary>Whether tokens begin with those that stand before a vocabulary.</summary>
    public static bool BeginsWithSpecialTokens(LookupOptions<T> options, IReadOnlyList<T> tokens) =>
        tokens.Count >= options.TokenStart && options.SpecialTokens.SequenceEqual(tokens.Take(options.TokenStart));

    /// <summary>A vocabulary as it was given.</summary>
    /// <exception cref="ArgumentException">A token is there twice, or where it may not be, or the weights are not as many.</exception>
    public static Vocabulary<T> Of(Layer layer, LookupOptions<T> options, IReadOnlyList<T> given, float[]? weights)
    {
        string who = LayerArguments.Describe(layer);
        bool hasSpecial = BeginsWithSpecialTokens(options, given);
        T[] tokens = [.. given.Skip(hasSpecial ? options.TokenStart : 0)];
        if (tokens.Length == 0)
        {
            throw new ArgumentException($"{who}: expected a vocabulary with at least one {TKind.Singular} but got none.");
        }

        RequireTokens(who, options, tokens);
        if (options.MaxTokens is { } most && options.TokenStart + (long)tokens.Length > most)
        {
            throw new ArgumentException(
                $"{who}: expected a vocabulary of at most {most - options.TokenStart} {TKind.Plural}, as maxTokens {most} leaves, but " +
                $"got {tokens.Length}.");
        }

        bool wantsWeights = options.OutputMode == OutputMode.TfIdf;
        if (weights is not null && Array.FindIndex(weights, weight => !float.IsFinite(weight)) is var at and >= 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{who}: expected idfWeights that are finite numbers but number {at} is {weights[at]}."));
        }

        if (wantsWeights && weights?.Length == given.Count)
        {
            return new Vocabulary<T>(tokens, Padded(weights, hasSpecial ? 0 : options.TokenStart));
        }

        if (!wantsWeights && weights is null) return new Vocabulary<T>(tokens, []);
        throw new ArgumentException(
            $"{who}: expected {(wantsWeights ? $"idfWeights for the {given.Count} {TKind.Plural} of the vocabulary" : "no idfWeights")} " +
            $"with outputMode {options.OutputMode} but got {(weights is null ? "none" : $"{weights.Length}")}.");
    }

    /// <summary>What a lookup learns: the most frequent tokens first; of equally frequent ones the greatest.</summary>
    /// <exception cref="ArgumentException">There is none, no room for one, or half a character.</exception>
    public static Vocabulary<T> Learned(Layer layer, LookupOptions<T> options, TokenCounts<T> counts)
    {
        string who = $"{LayerArguments.Describe(layer)}, Adapt";
        if (options.MaxTokens <= options.TokenStart)
        {
            throw new ArgumentException(
                $"{who}: expected maxTokens above {options.TokenStart}, the ids of the mask and of unknown {TKind.Plural}, but it is " +
                $"{options.MaxTokens}: no {TKind.Singular} would be learned. Set maxTokens to {options.TokenStart + 1L} or more.");
        }

        var all = new List<(T Token, TokenCount Count)>(counts.Counts.Count);
        foreach ((T token, TokenCount count) in counts.Counts)
        {
            if (!options.IsMask(token) && !options.IsOov(token)) all.Add((token, count));
        }

        all.Sort((a, b) => a.Count.Times == b.Count.Times ? TKind.Compare(b.Token, a.Token) : b.Count.Times.CompareTo(a.Count.Times));
        int room = (options.MaxTokens ?? int.MaxValue) - options.TokenStart;
        if (all.Count > room) all.RemoveRange(room, all.Count - room);
        if (all.Count == 0) throw new ArgumentException($"{who}: expected data with at least one {TKind.Singular} to learn but got none.");
        T[] tokens = [.. all.Select(entry => entry.Token)];
        foreach (T token in tokens) TKind.RequireWhole(who, token);
        if (options.OutputMode != OutputMode.TfIdf) return new Vocabulary<T>(tokens, []);
        float[] weights = [.. all.Select(entry => (float)Math.Log(1.0 + (double)counts.Documents / (1 + entry.Count.Documents)))];
        return new Vocabulary<T>(tokens, Padded(weights, options.TokenStart));
    }

    private static void RequireTokens(string who, LookupOptions<T> options, T[] tokens)
    {
        var seen = new HashSet<T>();
        foreach (T token in tokens)
        {
            if (token is null) throw new ArgumentException($"{who}: expected {TKind.Plural} in the vocabulary but one is null.");
            TKind.RequireWhole(who, token);
            if (!seen.Add(token))
            {
                throw new ArgumentException(
                    $"{who}: expected each {TKind.Singular} of the vocabulary once but {TKind.Shown(token)} is there twice.");
            }

            bool isMask = options.IsMask(token);
            if (!isMask && !(options.Invert && options.IsOov(token))) continue;
            throw new ArgumentException(
                $"{who}: expected {TKind.Shown(token)} before all {TKind.Plural} of the vocabulary or not at all, since it is the token " +
                $"of {(isMask ? "the mask" : $"unknown {TKind.Plural}")}, but it is among them.");
        }
    }

    // What is not known of the ids before the tokens is taken to be as of the others.
    private static float[] Padded(float[] weights, int before) =>
        [.. Enumerable.Repeat((float)weights.Average(weight => (double)weight), before), .. weights];
}
