using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Leaves fewer different values in images, at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Gradients are refused, since
/// there are none.
/// </remarks>
/// <example><code>new RandomPosterization(4)</code></example>
public sealed class RandomPosterization : FactorAugmentation
{
    private const int Bits = 8;

    private readonly Op _op;

    /// <summary>A posterization.</summary>
    /// <param name="factor">
    /// How many of 8 bits are left, from 1 to 8: a pair, the second not included unless both are the same, or a number f for (1, f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_posterization</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomPosterization(
        FactorRange factor, ValueRange valueRange = default, DataFormat dataFormat = default, long? seed = null, string? name = null,
        Shape? inputShape = null)
        : base(1, factor, 1, 8, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new ImageMapOp<PosterizeFunction>(ClassName, new PosterizeFunction(ValueRange.Low, ValueRange.High));

    internal static RandomPosterization FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor"), ValueRange.Read(reader), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        int least = (int)Factor.First, choices = (int)Factor.Second - least;
        numbers[0] = Bits - (least + (choices > 0 ? random.NextInt(choices) : 0));
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
