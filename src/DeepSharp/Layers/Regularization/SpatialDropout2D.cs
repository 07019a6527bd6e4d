namespace DeepSharp.Layers;

/// <summary>In training, drops whole channels of images and scales the others up; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or with channels first · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new SpatialDropout2D(0.2)</code></example>
public sealed class SpatialDropout2D : SpatialDropout
{
    /// <summary>A dropout.</summary>
    /// <param name="rate">Fraction of the channels to drop, from 0 to 1.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>spatial_dropout2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not from 0 to 1.</exception>
    public SpatialDropout2D(
        double rate, DataFormat dataFormat = default, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(2, rate, dataFormat, seed, name, inputShape)
    {
    }

    internal static SpatialDropout2D FromConfig(ConfigReader reader) =>
        new(reader.Float("rate"), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"), reader.String("name"));
}
