namespace DeepSharp.Layers;

/// <summary>The maximum of each of as many windows as are asked for, which together cover a volume of any size.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) · <b>Output</b> (batch, newDepth, newHeight, newWidth, channels); or both with
/// channels first. No weights.<br/>
/// Along an axis of n voxels and m windows, window i goes from floor(i·n/m) to before ceil((i + 1)·n/m). Neighbouring windows may share
/// values. Of equal maxima the first gets the gradient.
/// </remarks>
/// <example><code>new AdaptiveMaxPooling3D((4, 7, 7))</code></example>
public sealed class AdaptiveMaxPooling3D : AdaptivePoolingLayer
{
    /// <summary>An adaptive pooling.</summary>
    /// <param name="outputSize">How many windows there are along depth, height and width.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>adaptive_max_pooling3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AdaptiveMaxPooling3D(Size3D outputSize, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this((AxisSizes)outputSize, dataFormat, name, inputShape)
    {
    }

    private AdaptiveMaxPooling3D(AxisSizes outputSize, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base(outputSize, static size => new AdaptiveMaxPoolOp(size), dataFormat, name, inputShape)
    {
    }

    /// <summary>How many windows there are along depth, height and width.</summary>
    public Size3D OutputSize => Windows.ToSize3D();

    internal static AdaptiveMaxPooling3D FromConfig(ConfigReader reader) =>
        new(reader.Sizes("output_size", 3), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
