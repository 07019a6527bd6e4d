using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Moves images at random in training.</summary>
/// <remarks><b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new RandomTranslation(0.1, 0.1, fillMode: "nearest")</code></example>
public sealed class RandomTranslation : SamplingAugmentation
{
    private readonly FactorRange _height;
    private readonly FactorRange _width;

    /// <summary>A translation.</summary>
    /// <param name="heightFactor">How far down, a share of the height from -1 to 1: a pair, or a number f for (-f, f).</param>
    /// <param name="widthFactor">How far to the right, a share of the width.</param>
    /// <param name="fillMode">
    /// What lies beyond the border: <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"wrap"</c> or <c>"nearest"</c>.
    /// </param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="fillValue">The constant beyond the border.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_translation</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such mode or interpolation.</exception>
    public RandomTranslation(
        FactorRange heightFactor, FactorRange widthFactor, FillMode fillMode = default, Interpolation interpolation = default,
        long? seed = null, double fillValue = 0, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name, inputShape)
    {
        (HeightFactor, WidthFactor) = (heightFactor, widthFactor);
        _height = Factors.Within(this, heightFactor, -1, 1, nameof(heightFactor));
        _width = Factors.Within(this, widthFactor, -1, 1, nameof(widthFactor));
    }

    /// <summary>How far down, as it was given.</summary>
    public FactorRange HeightFactor { get; }

    /// <summary>How far to the right, as it was given.</summary>
    public FactorRange WidthFactor { get; }

    internal static RandomTranslation FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "height_factor"), FactorRange.Read(reader, "width_factor"), reader.String("fill_mode", "reflect")!,
        Interpolations.Read(reader), reader.OptionalLong("seed"), reader.Float("fill_value", 0f), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float down = random.Draw(_height) * image[0], right = random.Draw(_width) * image[1];
        Set(numbers, 1, 0, -right, 0, 1, -down);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["height_factor"] = HeightFactor.ToNode();
        config["width_factor"] = WidthFactor.ToNode();
        WriteSampling(config);
    }
}
