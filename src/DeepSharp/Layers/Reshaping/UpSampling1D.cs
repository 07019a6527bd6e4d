using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Repeats every step of a sequence.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, steps · size, channels). No weights.
/// </remarks>
/// <example><code>new UpSampling1D(3)</code></example>
public sealed class UpSampling1D : SpatialLayer
{
    private readonly UpSamplingOp _op;

    /// <summary>An enlargement.</summary>
    /// <param name="size">How often every step is there.</param>
    /// <param name="name">A name that is unique in its model; null for <c>up_sampling1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling1D(int size = 2, string? name = null, Shape? inputShape = null)
        : base(1, default, name, inputShape)
    {
        _op = new UpSamplingOp(LayerArguments.Positive(this, (AxisSizes)(size), nameof(size)), Interpolation.Nearest);
    }

    /// <summary>How often every step is there.</summary>
    public int Size => _op.Size[0];

    internal override bool TakesSamplesApart(bool training) => true;

    internal static UpSampling1D FromConfig(ConfigReader reader) => new(
        reader.Int("size", 2), reader.String("name"));

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape(input);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["size"] = Size;
    }
}
