namespace DeepSharp.Layers;

/// <summary>The maximum of each channel over all steps of a sequence.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, channels), or (batch, 1, channels). No weights.<br/>
/// Equal maxima share the gradient, as in Keras.
/// </remarks>
/// <example><code>new GlobalMaxPooling1D()</code></example>
public sealed class GlobalMaxPooling1D : GlobalPoolingLayer
{
    /// <summary>A global maximum.</summary>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="keepDims">Whether the axis of the steps stays, with length 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>global_max_pooling1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public GlobalMaxPooling1D(
        DataFormat dataFormat = default, bool keepDims = false, string? name = null, Shape? inputShape = null)
        : base(1, dataFormat, keepDims, GlobalMaxPoolOp.For(1, keepDims), name, inputShape)
    {
    }

    internal static GlobalMaxPooling1D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadFormat(reader), reader.Bool("keepdims", false), reader.String("name"));
}
