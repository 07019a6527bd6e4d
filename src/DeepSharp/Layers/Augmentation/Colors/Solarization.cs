using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Adds to the values of images and inverts those that are not below a threshold, both at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Both happens on a scale of 0 to
/// 255, whatever the range of values is.
/// </remarks>
/// <example><code>new Solarization(thresholdFactor: 0.5)</code></example>
public sealed class Solarization : ColorAugmentation
{
    private const float Most = 255f;

    private readonly Op _op;

    /// <summary>A solarization.</summary>
    /// <param name="additionFactor">
    /// What is added, from 0 to 1: a number f for up to 255·f, or, as in Keras, a pair (a, b) for a to 255·b.
    /// </param>
    /// <param name="thresholdFactor">The threshold, in the same way; 0 inverts everything.</param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>solarization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Solarization(
        FactorRange? additionFactor = null, FactorRange? thresholdFactor = null, ValueRange valueRange = default, long? seed = null,
        DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(2, valueRange, seed, dataFormat, name, inputShape)
    {
        AdditionFactor = RangeOf(additionFactor ?? 0, nameof(additionFactor));
        ThresholdFactor = RangeOf(thresholdFactor ?? 0, nameof(thresholdFactor));
        _op = new ImageMapOp<SolarizeFunction>(ClassName, new SolarizeFunction(ValueRange.Low, ValueRange.High));
    }

    /// <summary>What is added.</summary>
    public FactorRange AdditionFactor { get; }

    /// <summary>The threshold.</summary>
    public FactorRange ThresholdFactor { get; }

    internal static Solarization FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "addition_factor", 0), FactorRange.Read(reader, "threshold_factor", 0), ValueRange.Read(reader),
        reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = Draw(random, AdditionFactor);
        numbers[1] = Draw(random, ThresholdFactor);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["addition_factor"] = AdditionFactor.ToNode();
        config["threshold_factor"] = ThresholdFactor.ToNode();
        config["seed"] = Seed;
        base.WriteConfig(config);
    }

    private static float Draw(RandomStream random, FactorRange range) =>
        range.First + (range.Second * Most - range.First) * random.NextSingle();

    private FactorRange RangeOf(FactorRange given, string name)
    {
        FactorRange range = Factors.Within(this, given, 0, 1, name);
        return given.IsNumber ? new FactorRange(0, range.Second) : range;
    }
}
