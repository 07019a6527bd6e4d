namespace DeepSharp.Layers;

/// <summary>Makes the contrast of images stronger at random in training: the distances of values from the mean of their channel.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomContrast((0.2, 0.2))   // times 0.8 to 1.2</code></example>
public sealed class RandomContrast : FactorAugmentation
{
    private readonly SumOp _mean = new([1, 2], keepDims: true, isMean: true);
    private readonly Op _clip;

    /// <summary>A contrast.</summary>
    /// <param name="factor">
    /// The distances are multiplied by a number from 1 - lower to 1 + upper, where both are from 0 to 1: a pair (lower, upper), or, as in
    /// Keras, a number f for (0, f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_contrast</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomContrast(
        FactorRange factor, ValueRange valueRange = default, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _clip = ValueRange.ClipOp();

    internal static RandomContrast FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        (float least, float most) = (1f - Factor.First, 1f + Factor.Second);
        numbers[0] = least + (most - least) * random.NextSingle();
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        Tensor mean = Tape.Run(_mean, images);
        return Tape.Run(_clip, (images - mean) * transformation.Column(0) + mean);
    }
}
