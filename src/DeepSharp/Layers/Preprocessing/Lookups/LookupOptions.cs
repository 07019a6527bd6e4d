namespace DeepSharp.Layers;

/// <summary>What lookups of strings and of whole numbers are told alike.</summary>
/// <param name="MaxTokens">Most ids; null for any number.</param>
/// <param name="NumOovIndices">How many ids there are for what is not in the vocabulary.</param>
/// <param name="HasMask">Whether there is a token that stands for nothing.</param>
/// <param name="MaskToken">That token.</param>
/// <param name="OovToken">What an id of unknown tokens is turned into.</param>
/// <param name="Invert">Whether ids are turned into tokens.</param>
/// <param name="OutputMode">What is given.</param>
/// <param name="PadToMaxTokens">Whether rows are as long as <paramref name="MaxTokens"/>.</param>
internal sealed record LookupOptions<T>(
    int? MaxTokens, int NumOovIndices, bool HasMask, T MaskToken, T OovToken, bool Invert, OutputMode OutputMode, bool PadToMaxTokens)
    where T : notnull
{
    // Ids beyond it would be no floats.
    private const int MostOov = 1 << 24;

    public int OovStart => HasMask && OutputMode == OutputMode.Int ? 1 : 0;

    public int TokenStart => OovStart + NumOovIndices;

    /// <summary>The tokens before the vocabulary: that of the mask, and one for each id of unknown tokens.</summary>
    public IEnumerable<T> SpecialTokens =>
        Enumerable.Repeat(MaskToken, OovStart).Concat(Enumerable.Repeat(OovToken, NumOovIndices));

    public bool IsMask(T token) => HasMask && EqualityComparer<T>.Default.Equals(token, MaskToken);

    public bool IsOov(T token) => EqualityComparer<T>.Default.Equals(token, OovToken);

    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together.</exception>
    public void Require(Layer layer)
    {
        string who = LayerArguments.Describe(layer);
        if (MaxTokens is <= 1)
        {
            throw new ArgumentOutOfRangeException("maxTokens", $"{who}: expected maxTokens of 2 or more but got {MaxTokens}.");
        }

        if (NumOovIndices is < 0 or > MostOov)
        {
            throw new ArgumentOutOfRangeException(
                "numOovIndices", $"{who}: expected numOovIndices from 0 to {MostOov} but got {NumOovIndices}.");
        }

        if (PadToMaxTokens && MaxTokens is null)
        {
            throw new ArgumentException($"{who}: expected maxTokens where padToMaxTokens is set but got none.");
        }

        if (Invert && OutputMode != OutputMode.Int)
        {
            throw new ArgumentException($"{who}: expected outputMode int where invert is set but got {OutputMode.Name}.");
        }
    }
}
