using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes the values of each channel equally frequent in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. As in Keras, how frequent values
/// are is counted over the whole batch. Gradients are refused, since there are none.
/// </remarks>
/// <example><code>new Equalization(valueRange: (0, 1))</code></example>
public sealed class Equalization : ColorAugmentation
{
    private readonly EqualizeOp _op;

    /// <summary>An equalization.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="bins">How many values are told apart, 1 or more.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>equalization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is none, or there are no bins.</exception>
    public Equalization(
        ValueRange valueRange = default, int bins = 256, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(0, valueRange, null, dataFormat, name, inputShape)
    {
        Bins = LayerArguments.Positive(this, bins);
        _op = new EqualizeOp(bins, ValueRange.Low, ValueRange.High);
    }

    /// <summary>How many values are told apart.</summary>
    public int Bins { get; }

    internal static Equalization FromConfig(ConfigReader reader) =>
        new(ValueRange.Read(reader), reader.Int("bins", 256), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => Tape.Run(_op, images);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["bins"] = Bins;
        base.WriteConfig(config);
    }
}
