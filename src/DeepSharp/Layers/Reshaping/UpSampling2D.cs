using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes images larger by whole factors, by repetition or interpolation.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, height · size, width · size, channels); or both with channels
/// first. No weights.
/// </remarks>
/// <example><code>new UpSampling2D(2, interpolation: "bilinear")</code></example>
public sealed class UpSampling2D : SpatialLayer
{
    private readonly UpSamplingOp _op;

    /// <summary>An enlargement.</summary>
    /// <param name="size">The factors of height and width; null for 2.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="interpolation">How pixels between are made; null for <c>"nearest"</c>, which repeats them.</param>
    /// <param name="name">A name that is unique in its model; null for <c>up_sampling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling2D(
        Size2D? size = null, DataFormat dataFormat = default, Interpolation? interpolation = null,
        string? name = null, Shape? inputShape = null)
        : base(2, dataFormat, name, inputShape)
    {
        _op = new UpSamplingOp(
            LayerArguments.Positive(this, (AxisSizes)(size ?? (Size2D)2), nameof(size)), interpolation ?? Interpolation.Nearest);
    }

    /// <summary>The factors of height and width.</summary>
    public Size2D Size => _op.Size.ToSize2D();

    /// <summary>How pixels between are made.</summary>
    public Interpolation Interpolation => _op.Interpolation;

    internal override bool TakesSamplesApart(bool training) => true;

    internal static UpSampling2D FromConfig(ConfigReader reader) => new(
        reader.Size2D("size", 2), SpatialConfig.ReadFormat(reader), reader.String("interpolation", "nearest")!, reader.String("name"));

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape(input);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["size"] = ConfigSchema.Sizes(_op.Size);
        SpatialConfig.WriteFormat(config, DataFormat);
        config["interpolation"] = Interpolation.Name;
    }
}
