using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Turns the colors of images around the circle of colors, at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image · <b>Output</b> the same shape. No weights. Gradients are refused.
/// </remarks>
/// <example><code>new RandomHue(0.2)</code></example>
public sealed class RandomHue : FactorAugmentation
{
    private readonly Op _op;

    /// <summary>A change of hue.</summary>
    /// <param name="factor">
    /// How far, where 1 is half of the circle, in either direction, from 0 to 1: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_hue</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomHue(
        FactorRange factor, ValueRange valueRange = default, DataFormat dataFormat = default, long? seed = null, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new ColorOp<HueFunction>(ClassName, new HueFunction(ValueRange.Low, ValueRange.High));

    internal static RandomHue FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"),
        reader.String("name"));

    private protected override void RequireChannels(Shape images) => RequireColors(images);

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float sign = random.NextSingle() > 0.5f ? -1f : 1f;
        numbers[0] = sign * random.Draw(Factor) * 0.5f;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
