using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, a dropout that keeps mean and variance of what a SELU gave; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights. Klambauer et al. 2017: dropped values become the SELU's limit far
/// below 0, about -1.758, and all are scaled and shifted.
/// </remarks>
/// <example><code>
/// new Dense(64, activation: "selu", kernelInitializer: "lecun_normal"), new AlphaDropout(0.1)
/// </code></example>
public sealed class AlphaDropout : NoiseLayer
{
    /// <summary>A dropout.</summary>
    /// <param name="rate">Fraction of the values to drop, from 0 to below 1.</param>
    /// <param name="noiseShape">
    /// The shape of what decides about dropping, batch axis included: 1 along axes that share it, <see cref="Shape.Any"/> for the length of
    /// the input. Null for every value by itself.
    /// </param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>alpha_dropout</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="rate"/> is below 0, or 1 or more, or a length of <paramref name="noiseShape"/> is 0.
    /// </exception>
    public AlphaDropout(double rate, Shape? noiseShape = null, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(seed, name, inputShape)
    {
        Rate = LayerArguments.BelowOne(this, rate);
        NoiseShape = DropMask.Require(LayerArguments.Describe(this), noiseShape);
        if (Rate > 0f) Use(stream => new AlphaDropoutOp(Rate, stream, NoiseShape));
    }

    /// <summary>Fraction of the values to drop.</summary>
    public float Rate { get; }

    /// <summary>The shape of what decides about dropping, if it is not that of the input.</summary>
    public Shape? NoiseShape { get; }

    internal static AlphaDropout FromConfig(ConfigReader reader) => new(
        reader.Float("rate"), reader.OptionalShape("noise_shape"), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["rate"] = Rate;
        base.WriteConfig(config);
        config["noise_shape"] = NoiseShape is { } shape ? ConfigSchema.List(shape) : null;
    }
}
