using System.Text;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts combinations of features into bins by a hash: one id for the values that a sample has in each.</summary>
/// <remarks>
/// <b>Inputs</b> two or more of strings or whole numbers, as data, each (batch) or (batch, 1) · <b>Output</b> the ids of the bins in the
/// same shape, or with <c>one_hot</c> a row of each. No weights.<br/>
/// The hash is that of Keras, the fingerprints of all values one after the other: the same on every machine.
/// </remarks>
/// <example><code>
/// var city = new Input([1], dtype: "string", name: "city");
/// var hour = new Input([1], dtype: "int64", name: "hour");
/// SymbolicTensor cross = new HashedCrossing(1000, outputMode: "one_hot").Apply([city, hour]);
/// </code></example>
public sealed class HashedCrossing : DataLayer
{
    // Of TensorFlow's sparse_cross: the key that hashes begin with, and the factor that joins two.
    private const ulong FirstKey = 0xDECAFCAFFE;
    private const ulong Factor = 0xC6A4A7935BD1E995;

    /// <summary>A crossing.</summary>
    /// <param name="numBins">How many bins there are, 1 or more.</param>
    /// <param name="outputMode">What is given: ids, or <c>one_hot</c>.</param>
    /// <param name="name">A name that is unique in its model; null for <c>hashed_crossing</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bins than 1.</exception>
    /// <exception cref="ArgumentException">The mode is neither int nor one_hot.</exception>
    public HashedCrossing(int numBins, OutputMode outputMode = default, string? name = null)
        : base(name)
    {
        NumBins = LayerArguments.Positive(this, numBins);
        if (outputMode != OutputMode.Int && outputMode != OutputMode.OneHot)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected outputMode int or one_hot but got {outputMode}.", nameof(outputMode));
        }

        OutputMode = outputMode;
    }

    /// <summary>How many bins there are.</summary>
    public int NumBins { get; }

    /// <summary>What is given.</summary>
    public OutputMode OutputMode { get; }

    /// <inheritdoc/>
    public override DType OutputDType => OutputMode == OutputMode.Int ? DType.Int64 : DType.Float32;

    /// <inheritdoc/>
    protected override int? InputCount => null;

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Require(inputs);
        return [ComputeOutputShape(inputs[0])];
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank is 1 || (input.Rank is 2 && input[1] == 1)) return IdEncoding.ShapeOf(input, OutputMode, NumBins);
        throw new ShapeException($"expected inputs of shape (batch,) or (batch, 1), one value for each sample, but got {input}.");
    }

    internal static HashedCrossing FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        return new HashedCrossing(reader.Int("num_bins"), reader.String("output_mode", "int")!, reader.String("name"));
    }

    private protected override void ReadDType(ConfigReader reader) => DType.Read(reader);

    /// <inheritdoc/>
    protected override DataArray Call(ReadOnlySpan<DataArray> inputs)
    {
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        Require(shapes);
        _ = ComputeOutputShape(shapes[0]);
        var hashes = new ulong[inputs[0].Count];
        Array.Fill(hashes, FirstKey);
        foreach (DataArray input in inputs) Join(hashes, input);
        int[] ids = Array.ConvertAll(hashes, hash => (int)(hash % (ulong)NumBins));
        return OutputMode == OutputMode.Int
            ? DataArray.From(Array.ConvertAll(ids, id => (long)id), shapes[0])
            : IdEncoding.Encode(ids, shapes[0], OutputMode, NumBins, []);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["dtype"] = ConfigSchema.Policy(OutputDType.Name);
        config["num_bins"] = NumBins;
        config["output_mode"] = OutputMode.Name;
        config["sparse"] = false;
    }

    private void Join(ulong[] hashes, DataArray input)
    {
        if (input.DType.IsString)
        {
            ReadOnlySpan<string> texts = input.RawValues<string>();
            for (int i = 0; i < hashes.Length; i++) hashes[i] = Join(hashes[i], FarmHash.Fingerprint64(Encoding.UTF8.GetBytes(texts[i])));
            return;
        }

        if (input.DType == DType.Bool || (input.DType == DType.Float32 && !IsWhole(input.ToArray())))
        {
            throw new ValueException(
                $"{LayerArguments.Describe(this)}: expected strings or whole numbers but got values of {input.DType}. Put numbers into " +
                "bins first, with Discretization.");
        }

        long[] numbers = input.ToWholeNumbers();
        for (int i = 0; i < hashes.Length; i++) hashes[i] = Join(hashes[i], (ulong)numbers[i]);
    }

    private static bool IsWhole(float[] values) => Array.TrueForAll(values, value => value == MathF.Floor(value));

    private static ulong Join(ulong first, ulong second) =>
        Mixed(Mixed((first ^ Factor ^ (Mixed(second * Factor) * Factor)) * Factor) * Factor);

    private static ulong Mixed(ulong value) => value ^ (value >> 47);

    private void Require(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length < 2)
        {
            throw new ArgumentException($"{LayerArguments.Describe(this)}: expected two inputs or more but got {inputs.Length}.");
        }

        foreach (Shape input in inputs)
        {
            if (input != inputs[0]) throw new ShapeException($"expected inputs of the same shape but got {inputs[0]} and {input}.");
        }
    }
}
