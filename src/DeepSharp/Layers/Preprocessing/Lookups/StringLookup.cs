using System.Text.Json.Nodes;

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
public sealed class StringLookup : DataLayer
{
    private readonly IndexLookup<string, StringTokens> _lookup;
    private readonly StringHash _hash;
    private readonly long[]? _salt;

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
    /// <param name="salt">One number, or two, of any sign, that the hash of unknown strings depends on; null for none.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together, or a string is there twice.</exception>
    public StringLookup(
        int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string oovToken = "[UNK]",
        IReadOnlyList<string>? vocabulary = null, DataArray? idfWeights = null, bool invert = false,
        OutputMode outputMode = default, bool padToMaxTokens = false, string? name = null, IReadOnlyList<long>? salt = null,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(oovToken);
        _salt = StringHash.SaltOf(this, salt);
        _hash = new StringHash(_salt);
        var options = new LookupOptions<string>(
            maxTokens, numOovIndices, maskToken is not null, maskToken ?? "", oovToken, invert, outputMode, padToMaxTokens);
        _lookup = new IndexLookup<string, StringTokens>(this, options, vocabulary, idfWeights);
    }

    /// <summary>Most ids that Adapt makes.</summary>
    public int? MaxTokens => _lookup.Options.MaxTokens;

    /// <summary>How many ids there are for strings that are not in the vocabulary.</summary>
    public int NumOovIndices => _lookup.Options.NumOovIndices;

    /// <summary>The string that stands for nothing, if there is one.</summary>
    public string? MaskToken => _lookup.Options.HasMask ? _lookup.Options.MaskToken : null;

    /// <summary>What an id of unknown strings is turned into.</summary>
    public string OovToken => _lookup.Options.OovToken;

    /// <summary>Whether ids are turned into strings.</summary>
    public bool Invert => _lookup.Options.Invert;

    /// <summary>What is given.</summary>
    public OutputMode OutputMode => _lookup.Options.OutputMode;

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens => _lookup.Options.PadToMaxTokens;

    /// <summary>The numbers that the hash of unknown strings depends on, if any.</summary>
    public IReadOnlyList<long>? Salt => _salt;

    /// <summary>How many ids there are, those of the mask and of unknown strings included.</summary>
    public int VocabularySize => _lookup.Size;

    internal bool HasGivenVocabulary => _lookup.IsGiven;

    /// <inheritdoc/>
    public override DType OutputDType => Invert ? DType.String : OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    public override DType? InputDType => Invert ? DType.Int64 : DType.String;

    /// <summary>The vocabulary; its strings are at the places of their ids.</summary>
    /// <param name="includeSpecialTokens">Whether the mask and the ids of unknown strings come first.</param>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => _lookup.GetVocabulary(includeSpecialTokens);

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">All strings, each once, with or without the tokens before them.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each counts.</param>
    /// <exception cref="ArgumentException">A string is there twice, or there are more than fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is built for rows of another length.</exception>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, DataArray? idfWeights = null) =>
        _lookup.SetVocabulary(vocabulary, idfWeights);

    /// <summary>Learns the vocabulary from data: all of its strings, those that are most frequent first.</summary>
    /// <remarks>
    /// Of equally frequent ones the last in the order of their bytes comes first, as in Keras. What was learned before is forgotten.
    /// </remarks>
    /// <param name="data">Samples first; with <c>tf_idf</c> each is a document.</param>
    /// <exception cref="ArgumentException">The data is none of strings.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary was given, or the layer is built for rows of another length.</exception>
    public void Adapt(DataArray data) => Adapt(AdaptData.Of(data), isBatch: false);

    /// <summary>The same for data that comes in batches.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once. As in Keras a batch of one axis is one document.</param>
    public void Adapt(IEnumerable<DataArray> batches) => Adapt(batches, isBatch: true);

    /// <summary>The same for batches as <c>Fit</c> takes them, of which the inputs count.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once. As in Keras a batch of one axis is one document.</param>
    public void Adapt(IEnumerable<Batch> batches) => Adapt(AdaptData.Of(this, batches), isBatch: true);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _lookup.ShapeOf(input);

    internal static StringLookup FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        reader.Ignore("vocabulary_dtype");
        _ = (OovMethod)reader.String("oov_method", "floormod")!;
        if (reader.String("encoding", "utf-8") is var encoding and not "utf-8") throw reader.Wrong("encoding", "'utf-8'", encoding);
        (string[]? tokens, float[]? weights, bool isGiven) = IndexLookup<string, StringTokens>.ReadVocabulary(reader);
        var layer = new StringLookup(
            reader.OptionalInt("max_tokens"), reader.Int("num_oov_indices", 1), reader.String("mask_token"),
            reader.String("oov_token", "[UNK]")!, isGiven ? tokens : null, isGiven && weights is not null ? (DataArray)weights : null,
            reader.Bool("invert", false), reader.String("output_mode", "int")!, reader.Bool("pad_to_max_tokens", false),
            reader.String("name"), StringHash.ReadSalt(reader));
        layer._lookup.ReadState(reader, tokens, weights, isGiven);
        return layer;
    }

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Invert) return DataArray.From(_lookup.TokensOf(input.ToWholeNumbers()), input.Shape);
        Vocabulary<string> vocabulary = _lookup.Known;
        ReadOnlySpan<string> texts = input.RawValues<string>();
        var ids = new int[texts.Length];
        for (int i = 0; i < ids.Length; i++) ids[i] = IdOf(vocabulary, texts[i]);
        return _lookup.Encode(ids, input.Shape, vocabulary);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["invert"] = Invert;
        config["max_tokens"] = MaxTokens;
        config["num_oov_indices"] = NumOovIndices;
        config["oov_token"] = OovToken;
        config["mask_token"] = MaskToken;
        config["output_mode"] = OutputMode.Name;
        config["sparse"] = false;
        config["pad_to_max_tokens"] = PadToMaxTokens;
        _lookup.WriteVocabulary(config);
        config["oov_method"] = "floormod";
        config["salt"] = StringHash.ToJson(_salt);
        config["encoding"] = "utf-8";
    }

    private void Adapt(IEnumerable<DataArray> batches, bool isBatch) => _lookup.Adapt(
        batches, (counts, batch) => counts.Add(AdaptData.RequireStrings(this, batch).RawValues<string>(), batch.Shape, isBatch));

    private int IdOf(Vocabulary<string> vocabulary, string text)
    {
        LookupOptions<string> options = _lookup.Options;
        if (options.IsMask(text)) return _lookup.MaskId;
        if (vocabulary.Places.TryGetValue(text, out int place)) return options.TokenStart + place;
        return options.NumOovIndices switch
        {
            0 => throw _lookup.Unknown(text),
            1 => options.OovStart,
            _ => options.OovStart + _hash.BinOf(text, options.NumOovIndices),
        };
    }
}
