namespace DeepSharp.Layers;

/// <summary>Turns strings into ids: their places in a vocabulary, which is given or learned from data.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of strings, as data · <b>Output</b> their ids in the same shape, or rows of them, see
/// <see cref="OutputMode"/>. No weights; files keep the vocabulary.<br/>
/// Before the strings of the vocabulary come, as in Keras, the mask token, if there is one and ids are given, and then
/// <see cref="NumOovIndices"/> ids for all strings that are not in it.
/// </remarks>
/// <example><code>
/// var lookup = new StringLookup();
/// lookup.Adapt(words);   // string[] words
/// var model = new Sequential(
///     new Input([1], dtype: "string"), lookup, new Embedding(lookup.VocabularySize, 8), new Flatten(), new Dense(1, "sigmoid"));
/// </code></example>
public sealed partial class StringLookup : DataLayer
{
    // Ids beyond it would be no floats.
    private const int MostOov = 1 << 24;

    private readonly StringHash _hash;
    private readonly ulong[]? _salt;
    private readonly bool _isGiven;
    private volatile Vocabulary? _vocabulary;

    // Of a config of Keras, whose files have what was learned beside.
    private int? _declaredSize;

    /// <summary>A lookup.</summary>
    /// <param name="maxTokens">
    /// Most ids that <see cref="Adapt(DataArray)"/> makes, those of unknown strings included; null for any number.
    /// </param>
    /// <param name="numOovIndices">
    /// How many ids there are for strings that are not in the vocabulary, among which a hash chooses; with 0 such strings are refused.
    /// </param>
    /// <param name="maskToken">A string that stands for nothing: id 0, and no place in rows. Null for none.</param>
    /// <param name="oovToken">What an id of unknown strings is turned into where <paramref name="invert"/> is set.</param>
    /// <param name="vocabulary">All strings, each once, with or without the tokens before them; null where Adapt is to learn them.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each string of the vocabulary counts.</param>
    /// <param name="invert">Whether ids are turned into strings.</param>
    /// <param name="outputMode">What is given; ids unless said otherwise.</param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> whatever the vocabulary is.</param>
    /// <param name="name">A name that is unique in its model; null for <c>string_lookup</c>, numbered.</param>
    /// <param name="salt">One number, or two, that the hash of unknown strings depends on; null for none.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together, or a string is there twice.</exception>
    public StringLookup(
        int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string oovToken = "[UNK]",
        IReadOnlyList<string>? vocabulary = null, DataArray? idfWeights = null, bool invert = false,
        OutputMode outputMode = default, bool padToMaxTokens = false, string? name = null, IReadOnlyList<ulong>? salt = null,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(oovToken);
        (MaxTokens, NumOovIndices, MaskToken, OovToken) = (maxTokens, numOovIndices, maskToken, oovToken);
        (Invert, OutputMode, PadToMaxTokens) = (invert, outputMode, padToMaxTokens);
        RequireOptions();
        _salt = StringHash.SaltOf(this, salt);
        _hash = new StringHash(_salt);
        _isGiven = vocabulary is not null;
        if (vocabulary is not null) _vocabulary = Vocabulary.Of(this, vocabulary, idfWeights?.ToArray());
        else if (idfWeights is not null) throw Wrong("idfWeights beside a vocabulary", "no vocabulary");
    }

    /// <summary>Most ids that Adapt makes.</summary>
    public int? MaxTokens { get; }

    /// <summary>How many ids there are for strings that are not in the vocabulary.</summary>
    public int NumOovIndices { get; }

    /// <summary>The string that stands for nothing, if there is one.</summary>
    public string? MaskToken { get; }

    /// <summary>What an id of unknown strings is turned into.</summary>
    public string OovToken { get; }

    /// <summary>Whether ids are turned into strings.</summary>
    public bool Invert { get; }

    /// <summary>What is given.</summary>
    public OutputMode OutputMode { get; }

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens { get; }

    /// <summary>The numbers that the hash of unknown strings depends on, if any.</summary>
    public IReadOnlyList<ulong>? Salt => _salt;

    /// <summary>How many ids there are, those of the mask and of unknown strings included.</summary>
    public int VocabularySize => _vocabulary is { } known ? TokenStart + known.Count : _declaredSize ?? TokenStart;

    /// <inheritdoc/>
    public override DType OutputDType => Invert ? DType.String : OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    public override DType? InputDType => Invert ? DType.Int64 : DType.String;

    internal int OovStart => MaskToken is not null && OutputMode == OutputMode.Int ? 1 : 0;

    internal int TokenStart => OovStart + NumOovIndices;

    internal int Depth => PadToMaxTokens ? MaxTokens!.Value : VocabularySize;

    /// <summary>The vocabulary; its strings are at the places of their ids.</summary>
    /// <param name="includeSpecialTokens">Whether the mask and the ids of unknown strings come first.</param>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true)
    {
        IEnumerable<string> tokens = _vocabulary?.Tokens ?? [];
        return includeSpecialTokens ? [.. Vocabulary.SpecialTokens(this), .. tokens] : [.. tokens];
    }

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">All strings, each once, with or without the tokens before them.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each counts.</param>
    /// <exception cref="ArgumentException">A string is there twice, or there are more than fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is built for rows of another length.</exception>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, DataArray? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        using LayerOwner.Turn turn = Owner.Enter("SetVocabulary");
        Take("SetVocabulary", Vocabulary.Of(this, vocabulary, idfWeights?.ToArray()));
    }

    /// <summary>Learns the vocabulary from data: all of its strings, those that are most frequent first.</summary>
    /// <remarks>
    /// Of equally frequent ones the last in the order of their bytes comes first, as in Keras. What was learned before is forgotten.
    /// </remarks>
    /// <param name="data">Samples first; with <c>tf_idf</c> each is a document.</param>
    /// <exception cref="ArgumentException">The data is none of strings.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary was given, or the layer is built for rows of another length.</exception>
    public void Adapt(DataArray data) => Adapt([data ?? throw new ArgumentNullException(nameof(data))]);

    /// <summary>The same for data that comes in batches.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<DataArray> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using LayerOwner.Turn turn = Owner.Enter("Adapt");
        if (_isGiven)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected a lookup without a vocabulary for Adapt but it was given one. Leave it out, " +
                "or call SetVocabulary.");
        }

        var counts = new TokenCounts(OutputMode == OutputMode.TfIdf);
        foreach (DataArray batch in batches)
        {
            if (!batch.DType.IsString) throw Wrong("strings", $"data of {batch.DType}", "Adapt");
            counts.Add(batch);
        }

        Take("Adapt", Vocabulary.Learned(this, counts));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (OutputMode != OutputMode.Int && !PadToMaxTokens && _declaredSize is null) Require();
        return IdEncoding.ShapeOf(input, OutputMode, Depth);
    }

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Vocabulary vocabulary = Require();
        return Invert ? DataArray.From(TextsOf(vocabulary, input.ToWholeNumbers()), input.Shape) : Encoded(vocabulary, input);
    }

    private DataArray Encoded(Vocabulary vocabulary, DataArray input)
    {
        ReadOnlySpan<string> texts = input.RawValues<string>();
        var ids = new int[texts.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = IdOf(vocabulary, texts[i]);
        return OutputMode == OutputMode.Int
            ? DataArray.From(Array.ConvertAll(ids, id => (long)id), input.Shape)
            : IdEncoding.Encode(ids, input.Shape, OutputMode, Depth, vocabulary.Weights);
    }

    private int IdOf(Vocabulary vocabulary, string text)
    {
        if (text == MaskToken) return OutputMode == OutputMode.Int ? 0 : IdEncoding.None;
        if (vocabulary.Find(text, out int place)) return TokenStart + place;
        return NumOovIndices switch
        {
            0 => throw new ValueException(
                $"{LayerArguments.Describe(this)}: expected strings of the vocabulary, since numOovIndices is 0, but got '{text}'. " +
                "Set numOovIndices to 1."),
            1 => OovStart,
            _ => OovStart + _hash.BinOf(text, NumOovIndices),
        };
    }

    private string[] TextsOf(Vocabulary vocabulary, long[] ids) =>
        Array.ConvertAll(ids, id => MaskToken is not null && id == 0 ? MaskToken : vocabulary.TextOf(id - TokenStart) ?? OovToken);

    private Vocabulary Require() => _vocabulary ?? throw new InvalidOperationException(
        $"{LayerArguments.Describe(this)}: expected a vocabulary but there is none yet. Call Adapt(data) first, or give the vocabulary.");

    // Rows of another length would not fit the layers behind.
    private void Take(string method, Vocabulary vocabulary)
    {
        bool isFixed = IsBuilt && OutputMode != OutputMode.Int && !PadToMaxTokens;
        if (isFixed && TokenStart + vocabulary.Count != VocabularySize)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}, {method}: expected a vocabulary of {VocabularySize - TokenStart} strings, since the " +
                "layer is " +
                $"built for rows of {Depth}, but got {vocabulary.Count}. Set padToMaxTokens, or call {method} before the layer is " +
                "applied.");
        }

        _vocabulary = vocabulary;
    }

    private void RequireOptions()
    {
        if (MaxTokens is <= 1)
        {
            throw new ArgumentOutOfRangeException(
                "maxTokens", $"{LayerArguments.Describe(this)}: expected maxTokens of 2 or more but got {MaxTokens}.");
        }

        if (NumOovIndices is < 0 or > MostOov)
        {
            throw new ArgumentOutOfRangeException(
                "numOovIndices", $"{LayerArguments.Describe(this)}: expected numOovIndices from 0 to {MostOov} but got {NumOovIndices}.");
        }

        if (PadToMaxTokens && MaxTokens is null) throw Wrong("maxTokens where padToMaxTokens is set", "none");
        if (Invert && OutputMode != OutputMode.Int) throw Wrong("outputMode int where invert is set", OutputMode.Name);
    }

    private ArgumentException Wrong(string expected, string got, string? method = null) =>
        new($"{LayerArguments.Describe(this)}{(method is null ? "" : $", {method}")}: expected {expected} but got {got}.");
}
