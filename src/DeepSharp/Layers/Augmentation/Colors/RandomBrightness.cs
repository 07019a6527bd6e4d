using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Makes images brighter or darker at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomBrightness(0.2, valueRange: (0, 1))</code></example>
public sealed class RandomBrightness : FactorAugmentation
{
    private readonly Op _op;

    /// <summary>A brightness.</summary>
    /// <param name="factor">What is added, a share of the range of values from -1 to 1: a pair, or a number f for (-f, f).</param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_brightness</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomBrightness(
        FactorRange factor, ValueRange valueRange = default, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, -1, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new ImageMapOp<ShiftFunction>(ClassName, new ShiftFunction(ValueRange.Low, ValueRange.High));

    internal static RandomBrightness FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.Draw(Factor) * (ValueRange.High - ValueRange.Low);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
