using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes what is in images larger or smaller at random in training.</summary>
/// <remarks><b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new RandomZoom((-0.3, -0.1))   // what is in them becomes larger</code></example>
public sealed class RandomZoom : SamplingAugmentation
{
    private readonly FactorRange _height;
    private readonly FactorRange? _width;

    /// <summary>A zoom.</summary>
    /// <param name="heightFactor">
    /// Above -1, to 1: a pair, or a number f for (-f, f). -0.2 shows a fifth less of the rows, which become larger, 0.2 a fifth more.
    /// </param>
    /// <param name="widthFactor">The same for columns; null for as much as the rows, which keeps the shape of things.</param>
    /// <param name="fillMode">
    /// What lies beyond the border: <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"wrap"</c> or <c>"nearest"</c>.
    /// </param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="fillValue">The constant beyond the border.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_zoom</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such mode or interpolation.</exception>
    public RandomZoom(
        FactorRange heightFactor, FactorRange? widthFactor = null, FillMode fillMode = default, Interpolation interpolation = default,
        long? seed = null, double fillValue = 0, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name, inputShape)
    {
        (HeightFactor, WidthFactor) = (heightFactor, widthFactor);
        _height = Factors.Within(this, heightFactor, -1, 1, nameof(heightFactor), isAboveLeast: true);
        if (widthFactor is { } width) _width = Factors.Within(this, width, -1, 1, nameof(widthFactor), isAboveLeast: true);
    }

    /// <summary>How much more of the rows is shown, as it was given.</summary>
    public FactorRange HeightFactor { get; }

    /// <summary>How much more of the columns is shown, as it was given; null for as much.</summary>
    public FactorRange? WidthFactor { get; }

    internal static RandomZoom FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "height_factor"), FactorRange.ReadOptional(reader, "width_factor"), reader.String("fill_mode", "reflect")!,
        Interpolations.Read(reader), reader.OptionalLong("seed"), reader.Float("fill_value", 0f), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        double down = 1 + random.Draw(_height), across = _width is { } width ? 1 + random.Draw(width) : down;
        Set(numbers, across, 0, (image[1] - 1) / 2.0 * (1 - across), 0, down, (image[0] - 1) / 2.0 * (1 - down));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["height_factor"] = HeightFactor.ToNode();
        config["width_factor"] = WidthFactor?.ToNode();
        WriteSampling(config);
    }
}
