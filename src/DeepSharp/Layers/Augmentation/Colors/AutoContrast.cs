namespace DeepSharp.Layers;

/// <summary>Stretches the values of each channel of each image over the whole range, in training and in inference.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. What is the same everywhere
/// stays. Gradients are refused.
/// </remarks>
/// <example><code>new AutoContrast(valueRange: (0, 1))</code></example>
public sealed class AutoContrast : ColorAugmentation
{
    private readonly StretchContrastOp _op;

    /// <summary>A contrast.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>auto_contrast</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is none.</exception>
    public AutoContrast(ValueRange valueRange = default, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(0, valueRange, null, dataFormat, name, inputShape) => _op = new StretchContrastOp(ValueRange.Low, ValueRange.High);

    /// <inheritdoc/>
    protected override bool ActsInInference => true;

    internal static AutoContrast FromConfig(ConfigReader reader) =>
        new(ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => Tape.Run(_op, images);
}
