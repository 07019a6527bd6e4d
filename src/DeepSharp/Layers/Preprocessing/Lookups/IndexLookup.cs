namespace DeepSharp.Layers;

/// <summary>What lookups of strings and of whole numbers do alike: the vocabulary of a layer, its ids, and what it learns.</summary>
internal sealed partial class IndexLookup<T, TKind>
    where T : notnull
    where TKind : struct, ITokenKind<T>
{
    private readonly DataLayer _layer;
    private volatile Vocabulary<T>? _vocabulary;

    // Of a config of Keras, whose files have what was learned beside.
    private int? _declaredSize;

    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together, or a token is there twice.</exception>
    public IndexLookup(DataLayer layer, LookupOptions<T> options, IReadOnlyList<T>? vocabulary, DataArray? idfWeights)
    {
        options.Require(layer);
        (_layer, Options, IsGiven) = (layer, options, vocabulary is not null);
        if (vocabulary is not null) _vocabulary = VocabularyMaker<T, TKind>.Of(layer, options, vocabulary, idfWeights?.ToArray());
        else if (idfWeights is not null) throw Wrong("idfWeights beside a vocabulary", "no vocabulary");
    }

    public LookupOptions<T> Options { get; }

    /// <summary>Whether the vocabulary was given, so that none is learned.</summary>
    public bool IsGiven { get; }

    /// <summary>How many ids there are.</summary>
    public int Size => _vocabulary is { } known ? Options.TokenStart + known.Count : _declaredSize ?? Options.TokenStart;

    /// <summary>How long rows are.</summary>
    public int Depth => Options.PadToMaxTokens ? Options.MaxTokens!.Value : Size;

    /// <summary>Whether there is, or is said to be, a vocabulary.</summary>
    public bool HasSize => _vocabulary is not null || _declaredSize is not null;

    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public Vocabulary<T> Known => _vocabulary ?? throw new InvalidOperationException(
        $"{LayerArguments.Describe(_layer)}: expected a vocabulary but there is none yet. Call Adapt(data) first, or give the vocabulary.");

    public IReadOnlyList<T> GetVocabulary(bool includeSpecialTokens)
    {
        IEnumerable<T> tokens = _vocabulary?.Tokens ?? [];
        return includeSpecialTokens ? [.. Options.SpecialTokens, .. tokens] : [.. tokens];
    }

    public void SetVocabulary(IReadOnlyList<T> vocabulary, DataArray? idfWeights)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        using LayerOwner.Turn turn = _layer.Owner.Enter("SetVocabulary");
        Take("SetVocabulary", VocabularyMaker<T, TKind>.Of(_layer, Options, vocabulary, idfWeights?.ToArray()));
    }

    /// <summary>Learns what a function counts in batches.</summary>
    /// <exception cref="InvalidOperationException">The vocabulary was given, or the layer is built for rows of another length.</exception>
    public void Adapt(IEnumerable<DataArray> batches, Action<TokenCounts<T>, DataArray> count)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using LayerOwner.Turn turn = _layer.Owner.Enter("Adapt");
        if (IsGiven)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(_layer)}: expected a lookup without a vocabulary for Adapt but it was given one. Leave it " +
                "out, or call SetVocabulary.");
        }

        var counts = new TokenCounts<T>();
        foreach (DataArray batch in batches) count(counts, batch);
        Take("Adapt", VocabularyMaker<T, TKind>.Learned(_layer, Options, counts));
    }

    /// <exception cref="ShapeException">The mode is for samples of one axis.</exception>
    public Shape ShapeOf(Shape input)
    {
        if (Options.OutputMode != OutputMode.Int && !Options.PadToMaxTokens && _declaredSize is null) _ = Known;
        return IdEncoding.ShapeOf(input, Options.OutputMode, Depth);
    }

    /// <summary>Ids as the mode gives them.</summary>
    public DataArray Encode(int[] ids, Shape shape, Vocabulary<T> vocabulary) => Options.OutputMode == OutputMode.Int
        ? DataArray.From(Array.ConvertAll(ids, id => (long)id), shape)
        : IdEncoding.Encode(ids, shape, Options.OutputMode, Depth, vocabulary.Weights);

    /// <summary>The id of a token that stands for nothing.</summary>
    public int MaskId => Options.OutputMode == OutputMode.Int ? 0 : IdEncoding.None;

    /// <summary>The exception for a token that there is no id for.</summary>
    public ValueException Unknown(T token) => new(
        $"{LayerArguments.Describe(_layer)}: expected {TKind.Plural} of the vocabulary, since numOovIndices is 0, but got " +
        $"{TKind.Shown(token)}. Set numOovIndices to 1.");

    /// <summary>The tokens of ids.</summary>
    public T[] TokensOf(long[] ids)
    {
        Vocabulary<T> vocabulary = Known;
        var tokens = new T[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            tokens[i] = Options.HasMask && ids[i] == 0 ? Options.MaskToken
                : vocabulary.TryTokenOf(ids[i] - Options.TokenStart, out T? token) ? token : Options.OovToken;
        }

        return tokens;
    }

    // Rows of another length would not fit the layers behind.
    private void Take(string method, Vocabulary<T> vocabulary)
    {
        bool isFixed = _layer.IsBuilt && Options.OutputMode != OutputMode.Int && !Options.PadToMaxTokens;
        if (isFixed && Options.TokenStart + vocabulary.Count != Size)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(_layer)}, {method}: expected a vocabulary of {Size - Options.TokenStart} {TKind.Plural}, " +
                $"since the layer is built for rows of {Depth}, but got {vocabulary.Count}. Set padToMaxTokens, or call {method} before " +
                "the layer is applied.");
        }

        _vocabulary = vocabulary;
    }

    private ArgumentException Wrong(string expected, string got) =>
        new($"{LayerArguments.Describe(_layer)}: expected {expected} but got {got}.");
}
