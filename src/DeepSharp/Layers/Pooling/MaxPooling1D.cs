namespace DeepSharp.Layers;

/// <summary>The maximum of each window of a sequence.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, newSteps, channels). No weights.<br/>
/// Padding never is the maximum. Of equal maxima the first gets the gradient.
/// </remarks>
/// <example><code>new MaxPooling1D(2)</code></example>
public sealed class MaxPooling1D : PoolingLayer
{
    /// <summary>A 1-D pooling.</summary>
    /// <param name="poolSize">Steps of the window, 1 or more.</param>
    /// <param name="strides">Step of the window; null for its size.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>max_pooling1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The padding is causal.</exception>
    public MaxPooling1D(
        int poolSize = 2, int? strides = null, Padding padding = default, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new SlidingWindow(poolSize, strides ?? poolSize, padding), dataFormat, name, inputShape)
    {
    }

    private MaxPooling1D(SlidingWindow window, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(window, static window => new MaxPoolOp(window), dataFormat, name, inputShape)
    {
    }

    /// <summary>Steps of the window.</summary>
    public int PoolSize => Window.Size[0];

    /// <summary>Step of the window.</summary>
    public int Strides => Window.Strides[0];

    internal static MaxPooling1D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadPool(reader, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
