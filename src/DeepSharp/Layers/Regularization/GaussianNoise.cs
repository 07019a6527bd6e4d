using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, adds normal numbers of mean 0 to its input; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights. A way of making more of few data, and of blurring what a network
/// learns.
/// </remarks>
/// <example><code>new GaussianNoise(0.1)</code></example>
public sealed class GaussianNoise : NoiseLayer
{
    /// <summary>A noise.</summary>
    /// <param name="stddev">The standard deviation of what is added, from 0 to 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>gaussian_noise</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stddev"/> is not from 0 to 1.</exception>
    public GaussianNoise(double stddev, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(seed, name, inputShape)
    {
        Stddev = LayerArguments.Share(this, stddev);
        if (Stddev > 0f) Use(stream => new GaussianNoiseOp(Stddev, stream, multiplies: false));
    }

    /// <summary>The standard deviation of what is added.</summary>
    public float Stddev { get; }

    internal static GaussianNoise FromConfig(ConfigReader reader) =>
        new(reader.Float("stddev"), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["stddev"] = Stddev;
        base.WriteConfig(config);
    }
}
