namespace DeepSharp.Layers;

/// <summary>The mean of each of as many windows as are asked for, which together cover an image of any size.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels); or both with channels first. No
/// weights.<br/>
/// Along an axis of n pixels and m windows, window i goes from floor(i·n/m) to before ceil((i + 1)·n/m). Neighbouring windows may share
/// values.
/// </remarks>
/// <example><code>new AdaptiveAveragePooling2D((7, 7))</code></example>
public sealed class AdaptiveAveragePooling2D : AdaptivePoolingLayer
{
    /// <summary>An adaptive pooling.</summary>
    /// <param name="outputSize">How many windows there are down and across.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>adaptive_average_pooling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AdaptiveAveragePooling2D(Size2D outputSize, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this((AxisSizes)outputSize, dataFormat, name, inputShape)
    {
    }

    private AdaptiveAveragePooling2D(AxisSizes outputSize, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(outputSize, static size => new AdaptiveAveragePoolOp(size), dataFormat, name, inputShape)
    {
    }

    /// <summary>How many windows there are down and across.</summary>
    public Size2D OutputSize => Windows.ToSize2D();

    internal static AdaptiveAveragePooling2D FromConfig(ConfigReader reader) =>
        new(reader.Sizes("output_size", 2), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
