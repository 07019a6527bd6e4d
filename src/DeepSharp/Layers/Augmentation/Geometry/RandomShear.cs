using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Slants images at random in training.</summary>
/// <remarks><b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new RandomShear(xFactor: 0.2)</code></example>
public sealed class RandomShear : SamplingAugmentation
{
    /// <summary>A shear.</summary>
    /// <param name="xFactor">
    /// Columns that a pixel comes from further right for each row that it is lower: a pair, or a number f from 0 to 1 for (-f, f). For half
    /// of the images both factors change their signs.
    /// </param>
    /// <param name="yFactor">Rows that a pixel comes from further down for each column that it is further right.</param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="fillMode">
    /// What lies beyond the border: <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"wrap"</c> or <c>"nearest"</c>.
    /// </param>
    /// <param name="fillValue">The constant beyond the border.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_shear</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such mode or interpolation.</exception>
    public RandomShear(
        FactorRange? xFactor = null, FactorRange? yFactor = null, Interpolation interpolation = default, FillMode fillMode = default,
        double fillValue = 0, DataFormat dataFormat = default, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name, inputShape)
    {
        XFactor = RangeOf(xFactor ?? 0, nameof(xFactor));
        YFactor = RangeOf(yFactor ?? 0, nameof(yFactor));
    }

    /// <summary>How slanted rows become.</summary>
    public FactorRange XFactor { get; }

    /// <summary>How slanted columns become.</summary>
    public FactorRange YFactor { get; }

    internal static RandomShear FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "x_factor", 0), FactorRange.Read(reader, "y_factor", 0), Interpolations.Read(reader),
        reader.String("fill_mode", "reflect")!, reader.Float("fill_value", 0f), SpatialConfig.ReadFormat(reader),
        reader.OptionalLong("seed"),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float sign = random.NextSingle() > 0.5f ? -1f : 1f, y = sign * random.Draw(YFactor), x = sign * random.Draw(XFactor);
        Set(numbers, 1, x, 0, y, 1, 0);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["x_factor"] = XFactor.ToNode();
        config["y_factor"] = YFactor.ToNode();
        WriteSampling(config);
    }

    // Keras writes the pair that it makes of a number into configs, below 0 too.
    private FactorRange RangeOf(FactorRange given, string name) => Factors.Within(this, given, given.IsNumber ? 0 : -1, 1, name);
}
