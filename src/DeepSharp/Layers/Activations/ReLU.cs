using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// The rectified linear unit as a layer: x from <c>threshold</c> on, at most <c>maxValue</c>, and negativeSlope * (x - threshold) below.
/// </summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights. With the defaults it is max(0, x).</remarks>
/// <example><code>new ReLU(maxValue: 6)</code></example>
public sealed class ReLU : AdvancedActivation
{
    /// <summary>A rectified linear unit.</summary>
    /// <param name="maxValue">The largest output, 0 or more; null for no limit.</param>
    /// <param name="negativeSlope">The slope below the threshold, 0 or more.</param>
    /// <param name="threshold">Where the linear part starts, 0 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>re_lu</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        MaxValue = maxValue is { } largest ? LayerArguments.NotNegative(this, largest, nameof(maxValue)) : null;
        NegativeSlope = LayerArguments.NotNegative(this, negativeSlope);
        Threshold = LayerArguments.NotNegative(this, threshold);
        Function = Activation.ReLUWith(negativeSlope, (float?)maxValue, (float)threshold);
    }

    /// <summary>The largest output; null for no limit.</summary>
    public float? MaxValue { get; }

    /// <summary>The slope below the threshold.</summary>
    public float NegativeSlope { get; }

    /// <summary>Where the linear part starts.</summary>
    public float Threshold { get; }

    private protected override Activation Function { get; }

    internal static ReLU FromConfig(ConfigReader reader) => new(
        reader.OptionalFloat("max_value"), reader.Float("negative_slope", 0f), reader.Float("threshold", 0f), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["max_value"] = MaxValue;
        config["negative_slope"] = NegativeSlope;
        config["threshold"] = Threshold;
    }
}
