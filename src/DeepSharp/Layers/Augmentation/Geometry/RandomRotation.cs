using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns images by random angles in training.</summary>
/// <remarks><b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new RandomRotation(0.1, inputShape: [32, 32, 3])   // up to 36 degrees in either direction</code></example>
public sealed class RandomRotation : SamplingAugmentation
{
    /// <summary>A rotation.</summary>
    /// <param name="factor">Turns, from -1 to 1, counterclockwise: a pair, or a number f for (-f, f).</param>
    /// <param name="fillMode">
    /// What lies beyond the border: <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"wrap"</c> or <c>"nearest"</c>.
    /// </param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="fillValue">The constant beyond the border.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_rotation</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such mode or interpolation.</exception>
    public RandomRotation(
        FactorRange factor, FillMode fillMode = default, Interpolation interpolation = default, long? seed = null, double fillValue = 0,
        DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name, inputShape) =>
        Factor = Factors.Around(this, factor, -1, 1, nameof(factor));

    /// <summary>Turns.</summary>
    public FactorRange Factor { get; }

    internal static RandomRotation FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), reader.String("fill_mode", "reflect")!, Interpolations.Read(reader),
        reader.OptionalLong("seed"),
        reader.Float("fill_value", 0f), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        (double sin, double cos) = Math.SinCos(random.Draw(Factor) * Math.Tau);
        double x = (image[1] - 1) / 2.0, y = (image[0] - 1) / 2.0;
        Set(numbers, cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        WriteSampling(config);
    }
}
