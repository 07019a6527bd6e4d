using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>
/// Shifts and scales features to mean 0 and variance 1, by statistics that are given or learned from data before training:
/// <c>(x − mean)/max(√variance, 1e-7)</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, ..., features) · <b>Output</b> the same shape.<br/>
/// <b>Weights</b>, where mean and variance are not given: mean and variance with the lengths of the kept axes, and Keras's count, which
/// stays 0. No optimizer changes them; files and <see cref="Layer.SetWeights"/> do, and <see cref="Adapt(DataArray)"/>.</para>
/// <para>Until it is adapted the mean is 0 and the variance 1, as in Keras.</para>
/// </remarks>
/// <example><code>
/// var normalization = new Normalization();
/// normalization.Adapt(features);   // float[,] features
/// var model = new Sequential(normalization, new Dense(16, "relu"), new Dense(1));
/// </code></example>
public sealed class Normalization : Layer
{
    // So many values of data are floats at a time.
    private const int PieceLength = 1 << 20;

    private static readonly UnaryOp<ClipFunction> s_atLeastEpsilon = new("Maximum", new ClipFunction(1e-7f, float.PositiveInfinity));

    private readonly KeptAxes _axes;
    private Variable? _meanWeight, _varianceWeight;
    private Tensor? _givenMean, _givenDeviation;
    private ReshapeOp? _reshape;

    /// <summary>A normalization with statistics for each place along one axis.</summary>
    /// <param name="axis">The axis; negative numbers count from the end.</param>
    /// <param name="mean">The means, one or one for each place; null where <see cref="Adapt(DataArray)"/> or a file is to say.</param>
    /// <param name="variance">The variances, with the shape of <paramref name="mean"/>; 0 or more.</param>
    /// <param name="invert">Whether the opposite is computed: <c>x·max(√variance, 1e-7) + mean</c>.</param>
    /// <param name="name">A name that is unique in its model; null for <c>normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is given, or their shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mean is not finite, or a variance negative or not finite.</exception>
    public Normalization(
        int axis = -1, Tensor? mean = null, Tensor? variance = null, bool invert = false, string? name = null, Shape? inputShape = null)
        : this([axis], mean, variance, invert, name, inputShape)
    {
    }

    /// <summary>A normalization with statistics for each place along several axes, or for all values together.</summary>
    /// <param name="axes">The axes; negative numbers count from the end. None, <c>[]</c>, for one mean and one variance.</param>
    /// <param name="mean">The means; their axes are those of <paramref name="axes"/>, the last ones if there are fewer.</param>
    /// <param name="variance">The variances, with the shape of <paramref name="mean"/>; 0 or more.</param>
    /// <param name="invert">Whether the opposite is computed.</param>
    /// <param name="name">A name that is unique in its model; null for <c>normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is given, or their shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mean is not finite, or a variance negative or not finite.</exception>
    /// <example><code>new Normalization(axes: [])   // one mean and one variance for all values</code></example>
    public Normalization(
        IReadOnlyList<int> axes, Tensor? mean = null, Tensor? variance = null, bool invert = false, string? name = null,
        Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(axes);
        _axes = new KeptAxes(axes);
        (Mean, Variance, Invert) = (mean?.Clone(), variance?.Clone(), invert);
        RequireStatistics();
    }

    /// <summary>The axes with statistics for each place, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes.All.ToArray();

    /// <summary>The means that were given; null where they are weights.</summary>
    public Tensor? Mean { get; }

    /// <summary>The variances that were given; null where they are weights.</summary>
    public Tensor? Variance { get; }

    /// <summary>Whether the opposite is computed.</summary>
    public bool Invert { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => !_axes.KeepsBatch;

    /// <summary>
    /// Learns mean and variance from data; what was learned before is forgotten. Builds the layer for such data if it is not built.
    /// </summary>
    /// <param name="data">Samples first.</param>
    /// <exception cref="ArgumentException">The data is none of numbers, has no samples, or a value is not finite.</exception>
    /// <exception cref="ShapeException">The samples do not fit the layer.</exception>
    /// <exception cref="InvalidOperationException">Mean and variance were given, or another thread works with the layer.</exception>
    public void Adapt(DataArray data) => Adapt(AdaptData.Of(data));

    /// <summary>The same for data that comes in batches.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once. Statistics are those of all values, however they lie in batches.</param>
    public void Adapt(IEnumerable<DataArray> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using LayerOwner.Turn turn = Owner.Enter("Adapt");
        if (Mean is not null)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected a layer without mean and variance for Adapt but it was given them. Leave " +
                "them out.");
        }

        RunningMoments? moments = null;
        Shape seen = default;
        foreach (DataArray batch in batches)
        {
            DataArray numbers = AdaptData.RequireNumbers(this, batch);
            RequireFit(numbers.Shape, ref seen, ref moments);
            Add(moments!, numbers);
        }

        if (moments is not { Count: > 0 }) throw Wrong("data with samples", "none");
        Build(_axes.In(seen).Contains(0) ? seen : seen.WithFirst(Shape.Any));
        SetWeights([moments.Mean, moments.Variance, Tensor.Zeros([])]);
    }

    /// <summary>The same for batches as <c>Fit</c> takes them, of which the inputs count.</summary>
    /// <inheritdoc cref="Adapt(DataArray)"/>
    /// <param name="batches">Enumerated once.</param>
    public void Adapt(IEnumerable<Batch> batches) => Adapt(AdaptData.Of(this, batches));

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _axes.Require(input);
        return input;
    }

    internal static Normalization FromConfig(ConfigReader reader) => new(
        reader.IsNull("axis") ? [] : reader.OneOrMoreInts("axis", -1), NestedNumbers.Read(reader, "mean"),
        NestedNumbers.Read(reader, "variance"), reader.Bool("invert", false), reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Shape kept = _axes.LengthsIn(input);
        if (Mean is { } mean)
        {
            _givenMean = Spread(mean, input);
            _givenDeviation = Spread(Variance!, input);
            foreach (ref float value in _givenDeviation.Span) value = MathF.Max(MathF.Sqrt(value), 1e-7f);
        }
        else
        {
            _meanWeight = AddWeight(WeightOptions.Statistic("mean", Initializer.Zeros), kept);
            _varianceWeight = AddWeight(WeightOptions.Statistic("variance", Initializer.Ones), kept);
            AddWeight(WeightOptions.Statistic("count", Initializer.Zeros), []);
        }

        _axes.BuildFor(input);
        _reshape = new ReshapeOp(_axes.Broadcast);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        _axes.Require(input.Shape);
        Tensor mean = _givenMean ?? Tape.Run(_reshape!, _meanWeight!.Value);
        Tensor deviation = _givenDeviation
            ?? Tape.Run(s_atLeastEpsilon, Tape.Run(MathOps.Sqrt, Tape.Run(_reshape!, _varianceWeight!.Value)));
        return Invert ? input * deviation + mean : (input - mean) / deviation;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["axis"] = ConfigSchema.Ints(_axes.All);
        config["invert"] = Invert;
        config["mean"] = NestedNumbers.Write(Mean);
        config["variance"] = NestedNumbers.Write(Variance);
    }

    // The axes of what was given are the last of those that are kept.
    private Tensor Spread(Tensor given, Shape input)
    {
        int[] kept = _axes.In(input);
        Shape aligned = [];
        for (int axis = 0, from = given.Rank - kept.Length; axis < input.Rank; axis++)
        {
            int at = Array.IndexOf(kept, axis) is var i and >= 0 ? from + i : -1;
            aligned = aligned.Append(at < 0 ? 1 : given.Shape[at]);
            if (aligned[axis] == 1 || aligned[axis] == input[axis]) continue;
            throw new ShapeException(
                $"expected an input of length {aligned[axis]} along axis {axis}, as mean and variance of shape {given.Shape} are for, " +
                $"but got {input}.");
        }

        return given.Reshape(aligned).Clone();
    }

    // A piece at a time: bytes and whole numbers become floats here.
    private void Add(RunningMoments moments, DataArray numbers)
    {
        int[] axes = _axes.In(numbers.Shape);
        int piece = axes.Contains(0) ? Math.Max(1, numbers.Count) : Math.Max(1, PieceLength / Math.Max(1, numbers.SampleSize));
        for (int start = 0; start < numbers.Count; start += piece)
        {
            Tensor values = numbers.Slice(start, Math.Min(piece, numbers.Count - start)).ToTensor();
            if (!ValueChecks.AreFinite(values.Span)) throw Wrong("finite numbers", "some that are not");
            moments.Add(values.Span, values.Shape, axes);
        }
    }

    private void RequireFit(Shape batch, ref Shape seen, ref RunningMoments? moments)
    {
        try
        {
            _axes.Require(batch);
            Shape kept = _axes.LengthsIn(batch);
            if (moments is null) (seen, moments) = (batch, new RunningMoments(kept));
            else if (batch.Rank != seen.Rank || kept != _axes.LengthsIn(seen))
            {
                throw new ShapeException($"expected batches like the first, {seen}, but got {batch}.");
            }
        }
        catch (ShapeException exception) when (exception.NameLayer($"{LayerArguments.Describe(this)}, Adapt"))
        {
            throw;
        }
    }

    private void RequireStatistics()
    {
        string who = LayerArguments.Describe(this);
        if (Mean is null != Variance is null)
        {
            throw new ArgumentException(
                $"{who}: expected both mean and variance, or neither, but only {(Mean is null ? "variance" : "mean")} is given.");
        }

        if (Mean is null) return;
        if (Mean.Shape != Variance!.Shape || Mean.Rank > _axes.All.Length)
        {
            throw new ArgumentException(
                $"{who}: expected mean and variance of the same shape with at most as many axes as are kept, {_axes.All.Length}, but got " +
                $"{Mean.Shape} and {Variance.Shape}.");
        }

        foreach (float value in Mean.Span) LayerArguments.Finite(this, value, "mean");
        foreach (float value in Variance.Span) LayerArguments.NotNegative(this, value, "variance");
    }

    private ArgumentException Wrong(string expected, string got) =>
        new($"{LayerArguments.Describe(this)}, Adapt: expected {expected} but got {got}. Correct the data.");
}
