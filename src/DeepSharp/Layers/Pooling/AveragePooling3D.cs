namespace DeepSharp.Layers;

/// <summary>The mean of each window of a volume.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, newDepth, newHeight, newWidth, channels). No weights.<br/>
/// Padding does not count: a window at the border is the mean of the voxels that exist.
/// </remarks>
/// <example><code>new AveragePooling3D((2, 2, 2))</code></example>
public sealed class AveragePooling3D : PoolingLayer
{
    /// <summary>A 3-D pooling.</summary>
    /// <param name="poolSize">Depth, height and width of the window; null for 2.</param>
    /// <param name="strides">Step of the window in voxels; null for the size of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>average_pooling3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The padding is causal.</exception>
    public AveragePooling3D(
        Size3D? poolSize = null, Size3D? strides = null, Padding padding = default, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new SlidingWindow(poolSize ?? (Size3D)2, strides ?? poolSize ?? (Size3D)2, padding), dataFormat, name, inputShape)
    {
    }

    private AveragePooling3D(SlidingWindow window, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(window, static window => new AveragePoolOp(window), dataFormat, name, inputShape)
    {
    }

    /// <summary>Depth, height and width of the window.</summary>
    public Size3D PoolSize => Window.Size.ToSize3D();

    /// <summary>Step of the window in voxels.</summary>
    public Size3D Strides => Window.Strides.ToSize3D();

    internal static AveragePooling3D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadPool(reader, 3), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
