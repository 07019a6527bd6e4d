using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes volumes larger by whole factors, by repetition.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, depth · size, height · size, width · size, channels); or
/// both with channels first. No weights.
/// </remarks>
/// <example><code>new UpSampling3D((1, 2, 2))</code></example>
public sealed class UpSampling3D : SpatialLayer
{
    private readonly UpSamplingOp _op;

    /// <summary>An enlargement.</summary>
    /// <param name="size">The factors of depth, height and width; null for 2.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>up_sampling3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling3D(Size3D? size = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(3, dataFormat, name, inputShape)
    {
        _op = new UpSamplingOp(LayerArguments.Positive(this, (AxisSizes)(size ?? (Size3D)2), nameof(size)), Interpolation.Nearest);
    }

    /// <summary>The factors of depth, height and width.</summary>
    public Size3D Size => _op.Size.ToSize3D();

    internal override bool TakesSamplesApart(bool training) => true;

    internal static UpSampling3D FromConfig(ConfigReader reader) => new(
        reader.Sizes("size", 3, AxisSizes.All(3, 2)).ToSize3D(), SpatialConfig.ReadFormat(reader), reader.String("name"));

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape(input);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["size"] = ConfigSchema.Sizes(_op.Size);
        SpatialConfig.WriteFormat(config, DataFormat);
    }
}
