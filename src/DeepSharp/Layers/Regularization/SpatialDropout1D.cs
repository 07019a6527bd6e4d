namespace DeepSharp.Layers;

/// <summary>In training, drops whole channels of sequences and scales the others up; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new SpatialDropout1D(0.2)</code></example>
public sealed class SpatialDropout1D : SpatialDropout
{
    /// <summary>A dropout.</summary>
    /// <param name="rate">Fraction of the channels to drop, from 0 to 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>spatial_dropout1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not from 0 to 1.</exception>
    public SpatialDropout1D(
        double rate, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(1, rate, default, seed, name, inputShape)
    {
    }

    internal static SpatialDropout1D FromConfig(ConfigReader reader) =>
        new(reader.Float("rate"), reader.OptionalLong("seed"), reader.String("name"));
}
