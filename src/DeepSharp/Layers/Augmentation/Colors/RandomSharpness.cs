namespace DeepSharp.Layers;

/// <summary>Makes images sharper or softer at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomSharpness((0.4, 0.9))</code></example>
public sealed class RandomSharpness : FactorAugmentation
{
    private static readonly Tensor s_ones = Tensor.Ones([3]);
    private readonly Op _clip;

    /// <summary>A change of sharpness.</summary>
    /// <param name="factor">
    /// From 0, the softest, over 0.5, which changes nothing, to 1, the sharpest: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_sharpness</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomSharpness(
        FactorRange factor, ValueRange valueRange = default, DataFormat dataFormat = default, long? seed = null, string? name = null,
        Shape? inputShape = null)
        : base(2, factor, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _clip = ValueRange.ClipOp();

    internal static RandomSharpness FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);

        // x + (1 - k)·(s - x) with k = 2·factor, where s is a thirteenth of the sum of nine pixels and of four times the middle one.
        float k = 2f * random.Draw(Factor);
        numbers[0] = k + (1f - k) * (4f / 13f);
        numbers[1] = (1f - k) / 13f;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        Tensor sums = Tape.Run(BlurOp.Instance, images, s_ones, s_ones);
        return Tape.Run(_clip, images * transformation.Column(0) + sums * transformation.Column(1));
    }
}
