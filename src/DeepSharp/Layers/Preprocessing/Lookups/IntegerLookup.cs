using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns whole numbers into ids: their places in a vocabulary, which is given or learned from data.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of whole numbers, as data; floats lose what is behind the point ·
/// <b>Output</b> their ids in the same shape, or rows of them, see
/// <see cref="OutputMode"/>. No weights; files keep the vocabulary.<br/>
/// Before the numbers of the vocabulary come, as in Keras, the mask token, if there is one and ids are given, and then
/// <see cref="NumOovIndices"/> ids for all numbers that are not in it.
/// </remarks>
/// <example><code>
/// var lookup = new IntegerLookup();
/// lookup.Adapt(codes);   // long[] codes
/// var model = new Sequential(
///     new Input([1], dtype: "int64"), lookup, new Embedding(lookup.VocabularySize, 8), new Flatten(), new Dense(1, "sigmoid"));
/// </code></example>
public sealed class IntegerLookup : DataLayer
{
    private readonly IndexLookup<long, IntegerTokens> _lookup;
    private readonly StringHash _hash;
    private readonly long[]? _salt;

    /// <summary>A lookup.</summary>
    /// <param name="maxTokens">
    /// Most ids that <see cref="Adapt(DataArray)"/> makes, those of unknown numbers included; null for any number.
    /// </param>
    /// <param name="numOovIndices">
    /// How many ids there are for numbers that are not in the vocabulary, among which <paramref name="oovMethod"/> chooses; with 0 such
    /// numbers are refused.
    /// </param>
    /// <param name="maskToken">A number that stands for nothing: id 0, and no place in rows. Null for none.</param>
    /// <param name="oovToken">What an id of unknown numbers is turned into where <paramref name="invert"/> is set.</param>
    /// <param name="vocabulary">All numbers, each once, with or without the tokens before them; null where Adapt is to learn them.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each number of the vocabulary counts.</param>
    /// <param name="invert">Whether ids are turned into numbers.</param>
    /// <param name="outputMode">What is given; ids unless said otherwise.</param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> whatever the vocabulary is.</param>
    /// <param name="oovMethod">How an id of unknown numbers is chosen, where there are several.</param>
    /// <param name="salt">One number, or two, of any sign, that the hash of <c>farmhash</c> depends on; null for none.</param>
    /// <param name="name">A name that is unique in its model; null for <c>integer_lookup</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together, or a number is there twice.</exception>
    public IntegerLookup(
        int? maxTokens = null, int numOovIndices = 1, long? maskToken = null, long oovToken = -1,
        IReadOnlyList<long>? vocabulary = null, DataArray? idfWeights = null, bool invert = false,
        OutputMode outputMode = default, bool padToMaxTokens = false, OovMethod oovMethod = default,
        IReadOnlyList<long>? salt = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        if (salt is not null && oovMethod != OovMethod.FarmHash)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected oovMethod farmhash beside a salt but got {oovMethod}.", nameof(salt));
        }

        OovMethod = oovMethod;
        _salt = StringHash.SaltOf(this, salt);
        _hash = new StringHash(_salt);
        var options = new LookupOptions<long>(
            maxTokens, numOovIndices, maskToken is not null, maskToken ?? 0, oovToken, invert, outputMode, padToMaxTokens);
        _lookup = new IndexLookup<long, IntegerTokens>(this, options, vocabulary, idfWeights);
    }

    /// <summary>Most ids that Adapt makes.</summary>
    public int? MaxTokens => _lookup.Options.MaxTokens;

    /// <summary>How many ids there are for numbers that are not in the vocabulary.</summary>
    public int NumOovIndices => _lookup.Options.NumOovIndices;

    /// <summary>The number that stands for nothing, if there is one.</summary>
    public long? MaskToken => _lookup.Options.HasMask ? _lookup.Options.MaskToken : null;

    /// <summary>What an id of unknown numbers is turned into.</summary>
    public long OovToken => _lookup.Options.OovToken;

    /// <summary>Whether ids are turned into numbers.</summary>
    public bool Invert => _lookup.Options.Invert;

    /// <summary>What is given.</summary>
    public OutputMode OutputMode => _lookup.Options.OutputMode;

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens => _lookup.Options.PadToMaxTokens;

    /// <summary>The numbers that the hash of unknown numbers depends on, if any.</summary>
    public IReadOnlyList<long>? Salt => _salt;

    /// <summary>How an id of unknown numbers is chosen, where there are several.</summary>
    public OovMethod OovMethod { get; }

    /// <summary>How many ids there are, those of the mask and of unknown numbers included.</summary>
    public int VocabularySize => _lookup.Size;

    internal bool HasGivenVocabulary => _lookup.IsGiven;

    /// <inheritdoc/>
    public override DType OutputDType => OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    public override DType? InputDType => DType.Int64;

    /// <summary>The vocabulary; its numbers are at the places of their ids.</summary>
    /// <param name="includeSpecialTokens">Whether the mask and the ids of unknown numbers come first.</param>
    public IReadOnlyList<long> GetVocabulary(bool includeSpecialTokens = true) => _lookup.GetVocabulary(includeSpecialTokens);

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">All numbers, each once, with or without the tokens before them.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each counts.</param>
    /// <exception cref="ArgumentException">A number is there twice, or there are more than fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is built for rows of another length.</exception>
    public void SetVocabulary(IReadOnlyList<long> vocabulary, DataArray? idfWeights = null) =>
        _lookup.SetVocabulary(vocabulary, idfWeights);

    /// <summary>Learns the vocabulary from data: all of its numbers, those that are most frequent first.</summary>
    /// <remarks>
    /// Of equally frequent ones the greatest comes first, as in Keras. What was learned before is forgotten.
    /// </remarks>
    /// <param name="data">Samples first; with <c>tf_idf</c> each is a document.</param>
    /// <exception cref="ArgumentException">The data is none of numbers.</exception>
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

    internal static IntegerLookup FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        if (reader.String("vocabulary_dtype", "int64") is var kind and not "int64") throw reader.Wrong("vocabulary_dtype", "'int64'", kind);
        (long[]? tokens, float[]? weights, bool isGiven) = IndexLookup<long, IntegerTokens>.ReadVocabulary(reader);
        var layer = new IntegerLookup(
            reader.OptionalInt("max_tokens"), reader.Int("num_oov_indices", 1), reader.OptionalLong("mask_token"),
            reader.OptionalLong("oov_token") ?? -1, isGiven ? tokens : null, isGiven && weights is not null ? (DataArray)weights : null,
            reader.Bool("invert", false), reader.String("output_mode", "int")!, reader.Bool("pad_to_max_tokens", false),
            reader.String("oov_method", "floormod")!, StringHash.ReadSalt(reader), reader.String("name"));
        layer._lookup.ReadState(reader, tokens, weights, isGiven);
        return layer;
    }

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Invert) return DataArray.From(_lookup.TokensOf(input.ToWholeNumbers()), input.Shape);
        Vocabulary<long> vocabulary = _lookup.Known;
        int[] ids = Array.ConvertAll(input.ToWholeNumbers(), number => IdOf(vocabulary, number));
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
        config["vocabulary_dtype"] = "int64";
        _lookup.WriteVocabulary(config);
        config["oov_method"] = OovMethod.Name;
        config["salt"] = StringHash.ToJson(_salt);
    }

    private void Adapt(IEnumerable<DataArray> batches, bool isBatch) => _lookup.Adapt(
        batches, (counts, batch) => counts.Add(AdaptData.RequireNumbers(this, batch).ToWholeNumbers(), batch.Shape, isBatch));

    private int IdOf(Vocabulary<long> vocabulary, long number)
    {
        LookupOptions<long> options = _lookup.Options;
        if (options.IsMask(number)) return _lookup.MaskId;
        if (vocabulary.Places.TryGetValue(number, out int place)) return options.TokenStart + place;
        return options.NumOovIndices switch
        {
            0 => throw _lookup.Unknown(number),
            1 => options.OovStart,
            _ when OovMethod == OovMethod.FarmHash => options.OovStart + _hash.BinOf(number, options.NumOovIndices),
            var bins => options.OovStart + (int)(((number % bins) + bins) % bins),
        };
    }
}
