using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Makes the colors of images stronger or weaker at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image · <b>Output</b> the same shape. No weights. Gradients are refused.
/// </remarks>
/// <example><code>new RandomSaturation((0.4, 0.6))</code></example>
public sealed class RandomSaturation : FactorAugmentation
{
    private readonly Op _op;

    /// <summary>A change of saturation.</summary>
    /// <param name="factor">
    /// From 0 to 1: the saturation is multiplied by f / (1 - f), so that 0 is gray and 0.5 changes nothing. A pair, or a number f for (0,
    /// f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_saturation</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomSaturation(
        FactorRange factor, ValueRange valueRange = default, DataFormat dataFormat = default, long? seed = null, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new ColorOp<SaturationFunction>(ClassName, new SaturationFunction(ValueRange.Low, ValueRange.High));

    internal static RandomSaturation FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"),
        reader.String("name"));

    private protected override void RequireChannels(Shape images) => RequireColors(images);

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float factor = random.Draw(Factor);
        numbers[0] = factor / (1f - factor + 1e-7f);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
