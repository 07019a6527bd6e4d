using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Cuts the middle out of images.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image, (height, width, channels) · <b>Output</b> the same with the new height and
/// width; or both with channels first. No weights.<br/>
/// Of images that are lower or narrower than asked for, the largest part of the target's shape is cut out of the middle and resized to it
/// by bilinear interpolation.
/// </remarks>
/// <example><code>new CenterCrop(224, 224)</code></example>
public sealed class CenterCrop : ImageSizeLayer
{
    /// <summary>A crop.</summary>
    /// <param name="height">Rows of the output, 1 or more.</param>
    /// <param name="width">Columns of the output, 1 or more.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>center_crop</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public CenterCrop(int height, int width, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(
            height, width, (_, size) => new ResizeOp(size, Interpolation.Bilinear, antialias: false, AspectRatio.Center), dataFormat, name,
            inputShape)
    {
    }

    internal static CenterCrop FromConfig(ConfigReader reader) =>
        new(reader.Int("height"), reader.Int("width"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["height"] = Height;
        config["width"] = Width;
        SpatialConfig.WriteFormat(config, DataFormat);
    }
}
