namespace DeepSharp.Layers;

/// <summary>Takes the colors of images a part of the way to gray, at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomColorDegeneration(0.5)</code></example>
public sealed class RandomColorDegeneration : FactorAugmentation
{
    private readonly Op _op;

    /// <summary>A degeneration.</summary>
    /// <param name="factor">How far, from 0, which changes nothing, to 1, which is gray: a pair, or a number f for (0, f).</param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_color_degeneration</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomColorDegeneration(
        FactorRange factor, ValueRange valueRange = default, DataFormat dataFormat = default, long? seed = null, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new GrayOp(ClassName, ValueRange.Low, ValueRange.High);

    internal static RandomColorDegeneration FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"),
        reader.String("name"));

    private protected override void RequireChannels(Shape images) => RequireColors(images);

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.Draw(Factor);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
