using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Inverts the values of images at random in training: what is bright becomes dark.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomInvert(factor: 0.5, valueRange: (0, 1))</code></example>
public sealed class RandomInvert : FactorAugmentation
{
    private readonly Op _op;

    /// <summary>An inversion.</summary>
    /// <param name="factor">The probability, from 0 to 1, or what it is drawn from: a pair, or a number f for (0, f).</param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_invert</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomInvert(
        FactorRange? factor = null, ValueRange valueRange = default, long? seed = null, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : base(1, factor ?? 1, 0, 1, valueRange, seed, dataFormat, name, inputShape) =>
        _op = new ImageMapOp<InvertFunction>(ClassName, new InvertFunction(ValueRange.High));

    internal static RandomInvert FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), ValueRange.Read(reader), reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.DrawChance(Factor);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);
}
