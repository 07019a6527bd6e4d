using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts strings or whole numbers into bins by a hash: ids for what has no vocabulary.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of strings or numbers, as data · <b>Output</b> the ids of their bins in the same shape, or rows of them, see
/// <see cref="OutputMode"/>. No weights.<br/>
/// The hash is that of Keras, FarmHash, or with a salt SipHash, of the UTF-8 bytes of a string, or of the digits of a whole number: the
/// same on every machine. Floats are cut off to whole numbers; of a bool the text is <c>true</c> or <c>false</c>.
/// </remarks>
/// <example><code>
/// var model = new Sequential(new Input([1], dtype: "string"), new Hashing(1000), new Embedding(1000, 16), new Flatten(), new Dense(1));
/// model.Compile("adam", "mse");
/// model.Fit(cities, prices);   // string[] cities, float[] prices
/// </code></example>
public sealed class Hashing : DataLayer
{
    private readonly StringHash _hash;
    private readonly long[]? _salt;

    /// <summary>A hash into bins.</summary>
    /// <param name="numBins">How many bins there are, 1 or more, that of <paramref name="maskValue"/> included.</param>
    /// <param name="maskValue">
    /// What goes to bin 0 alone, such as <c>""</c>; of numbers their digits, <c>"0"</c>. Null for none.
    /// </param>
    /// <param name="salt">One number, or two, that the hash depends on; null for none.</param>
    /// <param name="outputMode">What is given; ids unless said otherwise.</param>
    /// <param name="name">A name that is unique in its model; null for <c>hashing</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bins than 1.</exception>
    /// <exception cref="ArgumentException">There is no such mode for a hash, or the salt has more than two numbers.</exception>
    public Hashing(
        int numBins, string? maskValue = null, IReadOnlyList<long>? salt = null, OutputMode outputMode = default, string? name = null,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        NumBins = LayerArguments.Positive(this, numBins);
        IdEncoding.RefuseTfIdf(this, outputMode);
        (MaskValue, OutputMode) = (maskValue, outputMode);
        _salt = StringHash.SaltOf(this, salt);
        _hash = new StringHash(_salt);
    }

    /// <summary>How many bins there are.</summary>
    public int NumBins { get; }

    /// <summary>What goes to bin 0 alone, if anything.</summary>
    public string? MaskValue { get; }

    /// <summary>The two numbers that the hash depends on, if any.</summary>
    public IReadOnlyList<long>? Salt => _salt;

    /// <summary>What is given.</summary>
    public OutputMode OutputMode { get; }

    /// <inheritdoc/>
    public override DType OutputDType => OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => IdEncoding.ShapeOf(input, OutputMode, NumBins);

    internal static Hashing FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        return new Hashing(
            reader.Int("num_bins"), MaskOf(reader), StringHash.ReadSalt(reader),
            reader.String("output_mode", "int")!, reader.String("name"));
    }

    private protected override void ReadDType(ConfigReader reader) => DType.Read(reader);

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var ids = new int[input.Shape.Size];
        if (input.DType.IsString)
        {
            ReadOnlySpan<string> texts = input.RawValues<string>();
            for (int i = 0; i < ids.Length; i++) ids[i] = BinOf(texts[i]);
        }
        else if (input.DType == DType.Bool)
        {
            float[] flags = input.ToArray();
            for (int i = 0; i < ids.Length; i++) ids[i] = BinOf(flags[i] != 0f ? "true" : "false");
        }
        else
        {
            Span<char> digits = stackalloc char[32];
            long[] numbers = input.ToWholeNumbers();
            float[]? floats = input.DType == DType.Float32 && MaskValue is not null ? input.ToArray() : null;
            for (int i = 0; i < ids.Length; i++)
            {
                numbers[i].TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
                ids[i] = BinOf(digits[..length], mayBeMask: floats is null || floats[i] == numbers[i]);
            }
        }

        return OutputMode == OutputMode.Int
            ? DataArray.From(Array.ConvertAll(ids, id => (long)id), input.Shape)
            : IdEncoding.Encode(ids, input.Shape, OutputMode, NumBins, []);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["dtype"] = ConfigSchema.Policy(OutputDType.Name);
        config["num_bins"] = NumBins;
        config["salt"] = StringHash.ToJson(_salt);
        config["mask_value"] = MaskValue;
        config["output_mode"] = OutputMode.Name;
        config["sparse"] = false;
    }

    // As in Keras, what is compared with the mask is the value before its fraction is cut off: 0.5 is not 0.
    private int BinOf(ReadOnlySpan<char> text, bool mayBeMask = true)
    {
        if (MaskValue is null || NumBins == 1) return _hash.BinOf(text, NumBins);
        return mayBeMask && text.SequenceEqual(MaskValue) ? 0 : 1 + _hash.BinOf(text, NumBins - 1);
    }

    // Of ids a number, of which the digits count: 0.0 is 0.
    private static string? MaskOf(ConfigReader reader)
    {
        if (reader.Node("mask_value") is not { } mask) return null;
        if (mask is JsonValue value && value.TryGetValue(out string? text)) return text;
        string number = ConfigSchema.Text(mask);
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            || (double.TryParse(number, CultureInfo.InvariantCulture, out double real) && (whole = (long)real) == real))
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        throw reader.Wrong("mask_value", "a string or a whole number", mask);
    }
}
