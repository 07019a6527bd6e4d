using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The leaky rectified linear unit as a layer: x above 0, negativeSlope · x below.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new LeakyReLU(0.2)</code></example>
public sealed class LeakyReLU : AdvancedActivation
{
    /// <summary>A leaky rectified linear unit.</summary>
    /// <param name="negativeSlope">The slope below 0, 0 or more. Keras's layer has 0.3 where nothing is said, its function 0.2.</param>
    /// <param name="name">A name that is unique in its model; null for <c>leaky_re_lu</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="negativeSlope"/> is negative or not finite.</exception>
    public LeakyReLU(double negativeSlope = 0.3, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        NegativeSlope = LayerArguments.NotNegative(this, negativeSlope);
        Function = Activation.LeakyReLU(NegativeSlope);
    }

    /// <summary>The slope below 0.</summary>
    public float NegativeSlope { get; }

    private protected override Activation Function { get; }

    internal static LeakyReLU FromConfig(ConfigReader reader) => new(reader.Float("negative_slope", 0.3f), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["negative_slope"] = NegativeSlope;
}
