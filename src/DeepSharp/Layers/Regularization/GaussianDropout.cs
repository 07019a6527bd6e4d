using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, multiplies its input by normal numbers of mean 1 and variance rate / (1 − rate); else does nothing.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights. Srivastava et al. 2014, section 10: what dropout of that rate does to
/// mean and variance, without zeros.
/// </remarks>
/// <example><code>new GaussianDropout(0.3)</code></example>
public sealed class GaussianDropout : NoiseLayer
{
    /// <summary>A dropout.</summary>
    /// <param name="rate">The rate of a dropout with the same variance, from 0 to below 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>gaussian_dropout</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is below 0, or 1 or more.</exception>
    public GaussianDropout(double rate, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(seed, name, inputShape)
    {
        Rate = LayerArguments.BelowOne(this, rate);
        if (Rate > 0f) Use(stream => new GaussianNoiseOp((float)Math.Sqrt(Rate / (1.0 - Rate)), stream, multiplies: true));
    }

    /// <summary>The rate of a dropout with the same variance.</summary>
    public float Rate { get; }

    internal static GaussianDropout FromConfig(ConfigReader reader) =>
        new(reader.Float("rate"), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["rate"] = Rate;
        base.WriteConfig(config);
    }
}
