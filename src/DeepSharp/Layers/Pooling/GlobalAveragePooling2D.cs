namespace DeepSharp.Layers;

/// <summary>The mean of each channel over all pixels of an image.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, channels), or (batch, 1, 1, channels). No weights.
/// </remarks>
/// <example><code>new GlobalAveragePooling2D()</code></example>
public sealed class GlobalAveragePooling2D : GlobalPoolingLayer
{
    /// <summary>A global mean.</summary>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="keepDims">Whether the axes of height and width stay, with length 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>global_average_pooling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public GlobalAveragePooling2D(
        DataFormat dataFormat = default, bool keepDims = false, string? name = null, Shape? inputShape = null)
        : base(2, dataFormat, keepDims, GlobalAveragePoolOp.For(2, keepDims), name, inputShape)
    {
    }

    internal static GlobalAveragePooling2D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadFormat(reader), reader.Bool("keepdims", false), reader.String("name"));
}
