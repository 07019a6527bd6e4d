using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns text into ids of its tokens, or into rows of which tokens it has, by a vocabulary that is given or learned.</summary>
/// <remarks>
/// <para><b>Input</b> (batch) or (batch, 1) of strings, as data · <b>Output</b> ids, (batch, length), with 0 behind shorter texts; or rows,
/// (batch, number of ids). No weights; files keep the vocabulary.</para>
/// <para>Text is standardized, split into tokens, of which neighbouring ones may be joined (<see cref="NGrams"/>), and looked up. Id 0 is
/// padding, where ids are given, the next one is that of unknown tokens, <c>[UNK]</c>. Large batches are split by several threads.</para>
/// </remarks>
/// <example><code>
/// var vectorize = new TextVectorization(maxTokens: 20000, outputSequenceLength: 200);
/// vectorize.Adapt(reviews);   // string[] reviews
/// var model = new Sequential(
///     new Input([1], dtype: "string"), vectorize, new Embedding(vectorize.VocabularySize, 16), new GlobalAveragePooling1D(),
///     new Dense(1, "sigmoid"));
/// </code></example>
public sealed class TextVectorization : DataLayer
{
    private readonly IndexLookup<string, StringTokens> _lookup;
    private readonly Tokenizer _tokenizer;
    private volatile TokenTable? _table;

    /// <summary>A vectorization.</summary>
    /// <param name="maxTokens">Most ids, those of padding and of unknown tokens included; null for any number.</param>
    /// <param name="standardize">What is done to text before it is split: small letters and no punctuation unless said otherwise.</param>
    /// <param name="split">How it is split: at whitespace unless said otherwise.</param>
    /// <param name="ngrams">How many neighbouring tokens make one; null for one.</param>
    /// <param name="outputMode">What is given: ids unless said otherwise, <c>multi_hot</c>, <c>count</c> or <c>tf_idf</c>.</param>
    /// <param name="outputSequenceLength">
    /// With ids: how many are given for each text; null for as many as the longest of a batch has.
    /// </param>
    /// <param name="padToMaxTokens">Whether rows are as long as <paramref name="maxTokens"/> whatever the vocabulary is.</param>
    /// <param name="vocabulary">
    /// All tokens, each once, with or without those of padding and unknown ones; null where Adapt is to learn them.
    /// </param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each token of the vocabulary counts.</param>
    /// <param name="name">A name that is unique in its model; null for <c>text_vectorization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">Options do not go together, or a token is there twice.</exception>
    public TextVectorization(
        int? maxTokens = null, TextStandardization standardize = default, TextSplit split = default, NGrams? ngrams = null,
        OutputMode outputMode = default, int? outputSequenceLength = null, bool padToMaxTokens = false,
        IReadOnlyList<string>? vocabulary = null, DataArray? idfWeights = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        string who = LayerArguments.Describe(this);
        if (outputMode == OutputMode.OneHot)
        {
            throw new ArgumentException($"{who}: expected outputMode int, multi_hot, count or tf_idf but got one_hot.", nameof(outputMode));
        }

        if (outputSequenceLength is { } length)
        {
            LayerArguments.Positive(this, length, nameof(outputSequenceLength));
            if (outputMode != OutputMode.Int)
            {
                throw new ArgumentException(
                    $"{who}: expected outputMode int where outputSequenceLength is set but got " +
                    $"{outputMode}.", nameof(outputSequenceLength));
            }
        }

        (Standardize, Split, NGrams, OutputSequenceLength) = (standardize, split, ngrams, outputSequenceLength);
        _tokenizer = new Tokenizer(standardize, split, ngrams);
        var options = new LookupOptions<string>(
            maxTokens, NumOovIndices: 1, HasMask: true, MaskToken: "", OovToken: "[UNK]", Invert: false, outputMode, padToMaxTokens);
        _lookup = new IndexLookup<string, StringTokens>(this, options, vocabulary, idfWeights);
    }

    /// <summary>Most ids.</summary>
    public int? MaxTokens => _lookup.Options.MaxTokens;

    /// <summary>What is done to text before it is split.</summary>
    public TextStandardization Standardize { get; }

    /// <summary>How it is split.</summary>
    public TextSplit Split { get; }

    /// <summary>How many neighbouring tokens make one; null for one.</summary>
    public NGrams? NGrams { get; }

    /// <summary>What is given.</summary>
    public OutputMode OutputMode => _lookup.Options.OutputMode;

    /// <summary>How many ids are given for each text; null for as many as the longest of a batch has.</summary>
    public int? OutputSequenceLength { get; }

    /// <summary>Whether rows are as long as <see cref="MaxTokens"/>.</summary>
    public bool PadToMaxTokens => _lookup.Options.PadToMaxTokens;

    /// <summary>How many ids there are, those of padding and of unknown tokens included.</summary>
    public int VocabularySize => _lookup.Size;

    internal bool HasGivenVocabulary => _lookup.IsGiven;

    /// <inheritdoc/>
    public override DType OutputDType => OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    public override DType? InputDType => DType.String;

    /// <summary>The vocabulary; its tokens are at the places of their ids.</summary>
    /// <param name="includeSpecialTokens">Whether padding and unknown tokens come first.</param>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => _lookup.GetVocabulary(includeSpecialTokens);

    /// <summary>Sets the vocabulary.</summary>
    /// <param name="vocabulary">All tokens, each once, with or without those of padding and unknown ones.</param>
    /// <param name="idfWeights">With <c>tf_idf</c>: what each counts.</param>
    /// <exception cref="ArgumentException">A token is there twice, or there are more than fit.</exception>
    /// <exception cref="InvalidOperationException">The layer is built for rows of another length.</exception>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, DataArray? idfWeights = null) =>
        _lookup.SetVocabulary(vocabulary, idfWeights);

    /// <summary>Learns the vocabulary from texts: all of their tokens, those that are most frequent first.</summary>
    /// <remarks>
    /// Of equally frequent ones the last in the order of their bytes comes first, as in Keras. With <c>tf_idf</c> each text is a document.
    /// What was learned before is forgotten.
    /// </remarks>
    /// <param name="data">Texts.</param>
    /// <exception cref="ArgumentException">The data is none of strings, or has no tokens.</exception>
    /// <exception cref="ShapeException">A sample has several texts that are to be split.</exception>
    /// <exception cref="InvalidOperationException">The vocabulary was given, or the layer is built for rows of another length.</exception>
    public void Adapt(DataArray data) => Adapt(AdaptData.Of(data), isBatch: false);

    /// <summary>The same for texts that come in batches.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<DataArray> batches) => Adapt(batches, isBatch: true);

    /// <summary>The same for batches as <c>Fit</c> takes them, of which the inputs count.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<Batch> batches) => Adapt(AdaptData.Of(this, batches), isBatch: true);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        int texts = TextsOf(input);
        if (OutputMode != OutputMode.Int) return _lookup.ShapeOf([input[0], 1]);
        if (OutputSequenceLength is { } length) return [input[0], length];
        return Split != TextSplit.None ? [input[0], Shape.Any] : NGrams is null ? input : [input[0], Grams(texts)];
    }

    internal static TextVectorization FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse", "ragged");
        if (reader.String("encoding", "utf-8") is var encoding and not "utf-8") throw reader.Wrong("encoding", "'utf-8'", encoding);
        (string[]? tokens, float[]? weights, bool isGiven) = IndexLookup<string, StringTokens>.ReadVocabulary(reader);
        var layer = new TextVectorization(
            reader.OptionalInt("max_tokens"),
            reader.IsNull("standardize") ? TextStandardization.None : reader.String("standardize", "lower_and_strip_punctuation"),
            reader.IsNull("split") ? TextSplit.None : reader.String("split", "whitespace"), DeepSharp.NGrams.Read(reader),
            reader.String("output_mode", "int")!, reader.OptionalInt("output_sequence_length"), reader.Bool("pad_to_max_tokens", false),
            isGiven ? tokens : null, isGiven && weights is not null ? (DataArray)weights : null, reader.String("name"));
        layer._lookup.ReadState(reader, tokens, weights, isGiven);
        return layer;
    }

    private protected override void ReadDType(ConfigReader reader) => DType.Read(reader);

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int perSample = TextsOf(input.Shape);
        Vocabulary<string> vocabulary = _lookup.Known;
        TokenTable table = TableOf(vocabulary);
        int unknown = _lookup.Options.OovStart, first = _lookup.Options.TokenStart, empty = _lookup.MaskId;
        TokenRows rows = TokenRows.Of(input.RawValues<string>().ToArray(), perSample, (texts, ids) =>
        {
            var sink = new IdSink(table, ids, first, unknown, empty);
            Tokenize(texts.Span, ref sink);
        });
        return OutputMode == OutputMode.Int ? Padded(rows, input.Shape) : Rows(rows, input.Count, vocabulary);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Standardize.Function is not null || Split.Function is not null)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected standardize and split by names, since no file holds a function, but " +
                $"{(Split.Function is null ? "standardize" : "split")} is a custom one. Apply the function to the data before.");
        }

        config["max_tokens"] = MaxTokens;
        config["standardize"] = Standardize.Name;
        config["split"] = Split.Name;
        config["ngrams"] = NGrams?.ToJson();
        config["output_mode"] = OutputMode.Name;
        config["output_sequence_length"] = OutputSequenceLength;
        config["pad_to_max_tokens"] = PadToMaxTokens;
        config["sparse"] = false;
        config["ragged"] = false;
        _lookup.WriteVocabulary(config);
        config["encoding"] = "utf-8";
    }

    private void Adapt(IEnumerable<DataArray> batches, bool isBatch) => _lookup.Adapt(batches, (counts, batch) =>
    {
        ReadOnlySpan<string> texts = AdaptData.RequireStrings(this, batch).RawValues<string>();
        int perSample = AdaptLength(batch.Shape, isBatch);
        var sink = new CountSink(counts);
        for (int at = 0; at < texts.Length; at += perSample)
        {
            counts.BeginDocument();
            Tokenize(texts.Slice(at, perSample), ref sink);
        }
    });

    // Without splitting, a batch of one axis is one document, as in lookups.
    private int AdaptLength(Shape shape, bool isBatch)
    {
        try
        {
            int texts = TextsOf(shape);
            return Math.Max(1, isBatch && Split == TextSplit.None && shape.Rank == 1 ? shape[0] : texts);
        }
        catch (ShapeException exception) when (exception.NameLayer($"{LayerArguments.Describe(this)}, Adapt"))
        {
            throw;
        }
    }

    // Made once for each vocabulary.
    private TokenTable TableOf(Vocabulary<string> vocabulary)
    {
        TokenTable? known = _table;
        return known?.Vocabulary == vocabulary ? known : _table = new TokenTable(vocabulary);
    }

    private void Tokenize<TSink>(ReadOnlySpan<string> texts, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (texts.Length == 1) _tokenizer.Split(texts[0], ref sink);
        else _tokenizer.Join(texts, ref sink);
    }

    private DataArray Padded(TokenRows rows, Shape input)
    {
        bool isFlat = Split == TextSplit.None && NGrams is null && OutputSequenceLength is null && input.Rank == 1;
        int width = OutputSequenceLength ?? (isFlat ? 1 : Split == TextSplit.None ? Grams(TextsOf(input)) : rows.Longest);
        Shape shape = isFlat ? input : [input[0], width];
        var ids = new long[shape.Size];
        rows.ForEach((sample, found) =>
        {
            Span<long> row = ids.AsSpan(sample * width, width);
            for (int i = 0; i < Math.Min(width, found.Length); i++) row[i] = found[i];
        });
        return DataArray.From(ids, shape);
    }

    private DataArray Rows(TokenRows rows, int samples, Vocabulary<string> vocabulary)
    {
        int depth = _lookup.Depth;
        Shape shape = [samples, depth];
        var values = new float[shape.Size];
        bool isMultiHot = OutputMode == OutputMode.MultiHot;
        rows.ForEach((sample, found) =>
        {
            Span<float> row = values.AsSpan(sample * depth, depth);
            foreach (int id in found)
            {
                if (id >= 0) row[id] = isMultiHot ? 1f : row[id] + 1f;
            }

            for (int id = 0; id < vocabulary.Weights.Length; id++) row[id] *= vocabulary.Weights[id];
        });
        return DataArray.From(values, shape);
    }

    private int Grams(int tokens) => NGrams is null ? tokens : NGrams.Widths.Sum(width => Math.Max(0, tokens - width + 1));

    // How many texts a sample has: one, if they are to be split.
    private int TextsOf(Shape input)
    {
        if (input.Rank == 1 || (input.Rank == 2 && (input[1] == 1 || (Split == TextSplit.None && input[1] > 0)))) return input[1..].Size;
        throw new ShapeException(
            $"expected one text for each sample, (batch,) or (batch, 1), but got {input}. " +
            (Split == TextSplit.None
                ? "Without splitting samples may have one axis of tokens." : "Reshape the data, or set split to none."));
    }
}
