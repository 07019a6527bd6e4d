using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Takes the colors from images at random in training: 0.2989 red + 0.587 green + 0.114 blue in all three channels.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image; images of one channel stay as they are · <b>Output</b> the same shape. No weights.
/// </remarks>
/// <example><code>new RandomGrayscale(0.1)</code></example>
public sealed class RandomGrayscale : ImageAugmentation
{
    private readonly GrayOp _op;

    /// <summary>A loss of colors.</summary>
    /// <param name="factor">The probability that an image becomes gray, from 0 to 1.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_grayscale</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public RandomGrayscale(
        double factor = 0.5, DataFormat dataFormat = default, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(1, seed, dataFormat, name, inputShape)
    {
        Factor = LayerArguments.Share(this, factor);
        _op = new GrayOp(ClassName, float.NegativeInfinity, float.PositiveInfinity);
    }

    /// <summary>The probability that an image becomes gray.</summary>
    public float Factor { get; }

    internal static RandomGrayscale FromConfig(ConfigReader reader) => new(
        reader.Float("factor", 0.5f), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"), reader.String("name"));

    private protected override void RequireChannels(Shape images)
    {
        if (images[^1] is 1 or 3 or Shape.Any) return;
        throw new ShapeException($"expected images with 3 channels, red, green and blue, or 1 but got {images}, with channels last.");
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.NextSingle() < Factor ? 1f : 0f;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Shape[^1] == 1 ? images : Tape.Run(_op, images, transformation.Numbers);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor;

        // Keras leaves it out, but takes it.
        if (Seed is not null) config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
