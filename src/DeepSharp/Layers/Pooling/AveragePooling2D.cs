namespace DeepSharp.Layers;

/// <summary>The mean of each window of an image.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels). No weights.<br/>
/// Padding does not count: a window at the border is the mean of the pixels that exist.
/// </remarks>
/// <example><code>new AveragePooling2D((2, 2))</code></example>
public sealed class AveragePooling2D : PoolingLayer
{
    /// <summary>A 2-D pooling.</summary>
    /// <param name="poolSize">Height and width of the window; null for 2.</param>
    /// <param name="strides">Step of the window in pixels; null for the size of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>average_pooling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The padding is causal.</exception>
    public AveragePooling2D(
        Size2D? poolSize = null, Size2D? strides = null, Padding padding = default, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new SlidingWindow(poolSize ?? (Size2D)2, strides ?? poolSize ?? (Size2D)2, padding), dataFormat, name, inputShape)
    {
    }

    private AveragePooling2D(SlidingWindow window, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(window, static window => new AveragePoolOp(window), dataFormat, name, inputShape)
    {
    }

    /// <summary>Height and width of the window.</summary>
    public Size2D PoolSize => Window.Size.ToSize2D();

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => Window.Strides.ToSize2D();

    internal static AveragePooling2D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadPool(reader, 2), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
