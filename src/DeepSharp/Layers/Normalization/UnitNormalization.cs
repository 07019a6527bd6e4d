using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Scales each sample so that its values along some axes are a vector of length 1: <c>x/√(sum of x²)</c>.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., features) · <b>Output</b> the same shape. No weights. Zeros stay zeros: a length below 1e-12 counts as that.
/// </remarks>
/// <example><code>
/// new UnitNormalization()
/// new UnitNormalization([1, 2])   // all pixels of each channel
/// </code></example>
public sealed class UnitNormalization : Layer
{
    private const float ShortestLength = 1e-12f;

    private readonly NormalizedAxes _axes;
    private readonly LayerNormOp _op;

    /// <summary>A normalization along one axis.</summary>
    /// <param name="axis">The axis; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="name">A name that is unique in its model; null for <c>unit_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public UnitNormalization(int axis = -1, string? name = null, Shape? inputShape = null)
        : this([axis], name, inputShape)
    {
    }

    /// <summary>A normalization along several axes together.</summary>
    /// <param name="axes">The axes, one or more, in any order; negative numbers count from the end. Not 0, the batch.</param>
    /// <param name="name">A name that is unique in its model; null for <c>unit_normalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    public UnitNormalization(IReadOnlyList<int> axes, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        _axes = new NormalizedAxes(this, axes);
        _op = LayerNormOp.Unit(_axes.All.Count, ShortestLength);
    }

    /// <summary>The axes that are normalized together, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes.All;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        _axes.Require(input);
        return input;
    }

    internal static UnitNormalization FromConfig(ConfigReader reader) => new(reader.OneOrMoreInts("axis", -1), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => _axes.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) =>
        config["axis"] = _axes.All is [int axis] ? JsonValue.Create(axis) : ConfigSchema.Ints(_axes.All.ToArray());
}
