using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts numbers into bins: between boundaries that are given, or learned so that all bins hold about as many.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) of numbers, as data · <b>Output</b> the ids of their bins in the same shape, or rows of them, see
/// <see cref="OutputMode"/>. No weights; files keep the boundaries.<br/>
/// A number on a boundary is in the bin above it, and NaN in the last.
/// </remarks>
/// <example><code>
/// var bins = new Discretization(numBins: 10, outputMode: "one_hot");
/// bins.Adapt(ages);   // float[] ages
/// var model = new Sequential(new Input([1]), bins, new Dense(1));
/// </code></example>
public sealed class Discretization : DataLayer
{
    private readonly bool _learns;
    private volatile float[]? _boundaries;

    /// <summary>Bins between boundaries.</summary>
    /// <param name="binBoundaries">Finite, each at least the one before; one fewer than there are bins. Null to learn them.</param>
    /// <param name="numBins">How many bins <see cref="Adapt(DataArray)"/> makes, 1 or more; null where boundaries are given.</param>
    /// <param name="epsilon">
    /// The error that learned boundaries may have, as a fraction, above 0 and up to 1; less takes more memory.
    /// </param>
    /// <param name="outputMode">What is given; ids unless said otherwise.</param>
    /// <param name="name">A name that is unique in its model; null for <c>discretization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">
    /// Both or none of boundaries and a number are given, or boundaries go down, or the mode is tf_idf.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or a boundary not finite.</exception>
    public Discretization(
        IReadOnlyList<double>? binBoundaries = null, int? numBins = null, double epsilon = 0.01, OutputMode outputMode = default,
        string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        string who = LayerArguments.Describe(this);
        if (binBoundaries is null == numBins is null)
        {
            throw new ArgumentException(
                $"{who}: expected either binBoundaries, or numBins to learn them, but got {(numBins is null ? "neither" : "both")}.");
        }

        if (numBins is { } bins) LayerArguments.Positive(this, bins, nameof(numBins));
        if (!(epsilon > 0 && epsilon <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), FormattableString.Invariant($"{who}: expected epsilon above 0 and up to 1 but got {epsilon}."));
        }

        IdEncoding.RefuseTfIdf(this, outputMode);
        (NumBins, Epsilon, OutputMode, _learns) = (numBins, WrittenNumber.Of(epsilon), outputMode, numBins is not null);
        if (binBoundaries is not null) _boundaries = Checked(binBoundaries);
    }

    /// <summary>The boundaries that were given or learned; null before they are learned.</summary>
    public IReadOnlyList<float>? BinBoundaries => _boundaries;

    /// <summary>How many bins are to be learned; null where boundaries were given.</summary>
    public int? NumBins { get; }

    /// <summary>The error that learned boundaries may have, as a fraction.</summary>
    public double Epsilon { get; }

    /// <summary>What is given.</summary>
    public OutputMode OutputMode { get; }

    /// <inheritdoc/>
    public override DType OutputDType => OutputMode == OutputMode.Int ? DType.Int32 : DType.Float32;

    /// <inheritdoc/>
    public override DType? InputDType => DType.Float32;

    /// <summary>How many bins there are, or are to be.</summary>
    internal int Depth => _boundaries is { } known ? known.Length + 1 : NumBins!.Value;

    /// <summary>Learns boundaries from data: quantiles. What was learned before is forgotten.</summary>
    /// <param name="data">Numbers of any shape; all count alike.</param>
    /// <exception cref="ArgumentException">The data is none of numbers, there are none, or one is not finite.</exception>
    /// <exception cref="InvalidOperationException">Boundaries were given, or the layer is built for rows of another length.</exception>
    public void Adapt(DataArray data) => Adapt(AdaptData.Of(data));

    /// <summary>The same for data that comes in batches.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<DataArray> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using LayerOwner.Turn turn = Owner.Enter("Adapt");
        string who = $"{LayerArguments.Describe(this)}, Adapt";
        if (!_learns) throw new InvalidOperationException($"{who}: expected a layer with numBins but it was given binBoundaries.");
        var summary = new QuantileSummary(Epsilon);
        foreach (DataArray batch in batches)
        {
            float[] values = AdaptData.RequireNumbers(this, batch).ToArray();
            if (!ValueChecks.AreFinite(values))
            {
                throw new ArgumentException($"{who}: expected finite numbers but got some that are not. Correct the data.");
            }

            summary.Add(values);
        }

        if (summary.IsEmpty) throw new ArgumentException($"{who}: expected data with at least one number but got none.");
        float[] boundaries = summary.Boundaries(NumBins!.Value);
        if (IsBuilt && OutputMode != OutputMode.Int && boundaries.Length + 1 != Depth)
        {
            throw new InvalidOperationException(
                $"{who}: expected {Depth} bins, since the layer is built for rows of that length, but there are {boundaries.Length + 1}, " +
                "as of few different numbers. Call Adapt before the layer is applied.");
        }

        _boundaries = boundaries;
    }

    /// <summary>The same for batches as <c>Fit</c> takes them, of which the inputs count.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<Batch> batches) => Adapt(AdaptData.Of(this, batches));

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => IdEncoding.ShapeOf(input, OutputMode, Depth);

    internal static Discretization FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        double[]? known = reader.Has("bin_boundaries") ? Array.ConvertAll(reader.Floats("bin_boundaries"), value => (double)value) : null;
        int? bins = reader.OptionalInt("num_bins");
        var layer = new Discretization(
            bins is null ? known : null, bins, reader.Double("epsilon", 0.01), reader.String("output_mode", "int")!, reader.String("name"));
        if (bins is not null && known is not null) layer._boundaries = layer.Checked(known);
        return layer;
    }

    private protected override void ReadDType(ConfigReader reader) => DType.Read(reader);

    /// <inheritdoc/>
    protected override DataArray Call(DataArray input)
    {
        ArgumentNullException.ThrowIfNull(input);
        float[] boundaries = _boundaries ?? throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected boundaries but there are none yet. Call Adapt(data) first, or give binBoundaries.");
        int[] ids = Array.ConvertAll(input.ToArray(), value => BinOf(boundaries, value));
        return OutputMode == OutputMode.Int
            ? DataArray.From(ids, input.Shape)
            : IdEncoding.Encode(ids, input.Shape, OutputMode, boundaries.Length + 1, []);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["bin_boundaries"] = _boundaries is { } known ? NestedNumbers.Write(known) : null;
        config["num_bins"] = NumBins;
        config["epsilon"] = Epsilon;
        config["output_mode"] = OutputMode.Name;
        config["sparse"] = false;
    }

    // How many boundaries are not above it.
    private static int BinOf(float[] boundaries, float value)
    {
        int low = 0, high = boundaries.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (boundaries[middle] > value) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private float[] Checked(IReadOnlyList<double> boundaries)
    {
        var known = new float[boundaries.Count];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = LayerArguments.Finite(this, boundaries[i], $"binBoundaries[{i}]");
            if (i == 0 || known[i] >= known[i - 1]) continue;
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected binBoundaries that go up but number {i} is {known[i]}, after {known[i - 1]}. " +
                "Sort them.");
        }

        return known;
    }
}
