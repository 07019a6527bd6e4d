namespace DeepSharp.Layers;

/// <summary>The maximum of each channel over all voxels of a volume.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, channels), or (batch, 1, 1, 1, channels). No weights.<br/>
/// Equal maxima share the gradient, as in Keras.
/// </remarks>
/// <example><code>new GlobalMaxPooling3D()</code></example>
public sealed class GlobalMaxPooling3D : GlobalPoolingLayer
{
    /// <summary>A global maximum.</summary>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="keepDims">Whether the axes of depth, height and width stay, with length 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>global_max_pooling3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public GlobalMaxPooling3D(
        DataFormat dataFormat = default, bool keepDims = false, string? name = null, Shape? inputShape = null)
        : base(3, dataFormat, keepDims, GlobalMaxPoolOp.For(3, keepDims), name, inputShape)
    {
    }

    internal static GlobalMaxPooling3D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadFormat(reader), reader.Bool("keepdims", false), reader.String("name"));
}
