using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Shows images as seen from aside, at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. The corners of an image move to
/// others, the first one excepted, and the rest follows.
/// </remarks>
/// <example><code>new RandomPerspective(factor: 0.5, scale: 0.3)</code></example>
public sealed class RandomPerspective : SamplingAugmentation
{
    /// <summary>A perspective.</summary>
    /// <param name="factor">
    /// The probability that an image is changed, from 0 to 1, or what it is drawn from: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="scale">How far corners move at most: half of it, a share of the width and of the height; from 0 to 1.</param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="fillValue">What lies beyond the border.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_perspective</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such interpolation.</exception>
    public RandomPerspective(
        FactorRange? factor = null, double scale = 1, Interpolation interpolation = default, double fillValue = 0, long? seed = null,
        DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(FillMode.Constant, interpolation, seed, fillValue, dataFormat, name, inputShape)
    {
        Factor = Factors.Around(this, factor ?? 1, 0, 1, nameof(factor));
        Scale = LayerArguments.Share(this, scale);
    }

    /// <summary>What the probability is drawn from.</summary>
    public FactorRange Factor { get; }

    /// <summary>How far corners move.</summary>
    public float Scale { get; }

    internal static RandomPerspective FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), reader.Float("scale", 1f), Interpolations.Read(reader), reader.Float("fill_value", 0f),
        reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        Set(numbers, 1, 0, 0, 0, 1, 0);
        if (random.DrawChance(Factor) == 0f) return;
        double right = image[1] - 1, bottom = image[0] - 1;
        ReadOnlySpan<double> corners = [0, 0, right, 0, 0, bottom, right, bottom];
        Span<double> moved = stackalloc double[corners.Length];
        for (int i = 0; i < moved.Length; i++) moved[i] = corners[i] * (1 + Scale * (random.NextSingle() - 0.5));
        Homography.Find(moved, corners, numbers);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        config["scale"] = Scale;
        WriteSampling(config);
        config.Remove("fill_mode");
    }
}
