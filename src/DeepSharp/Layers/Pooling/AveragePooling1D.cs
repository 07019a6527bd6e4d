namespace DeepSharp.Layers;

/// <summary>The mean of each window of a sequence.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, newSteps, channels). No weights.<br/>
/// Padding does not count: a window at the border is the mean of the steps that exist.
/// </remarks>
/// <example><code>new AveragePooling1D(2)</code></example>
public sealed class AveragePooling1D : PoolingLayer
{
    /// <summary>A 1-D pooling.</summary>
    /// <param name="poolSize">Steps of the window, 1 or more.</param>
    /// <param name="strides">Step of the window; null for its size.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>average_pooling1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The padding is causal.</exception>
    public AveragePooling1D(
        int poolSize = 2, int? strides = null, Padding padding = default, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new SlidingWindow(poolSize, strides ?? poolSize, padding), dataFormat, name, inputShape)
    {
    }

    private AveragePooling1D(SlidingWindow window, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(window, static window => new AveragePoolOp(window), dataFormat, name, inputShape)
    {
    }

    /// <summary>Steps of the window.</summary>
    public int PoolSize => Window.Size[0];

    /// <summary>Step of the window.</summary>
    public int Strides => Window.Strides[0];

    internal static AveragePooling1D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadPool(reader, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
