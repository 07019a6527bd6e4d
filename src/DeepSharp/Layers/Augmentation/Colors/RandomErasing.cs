using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Fills a rectangle of images with noise or a color, at random in training (Zhong et al. 2020).</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Labels, rectangles and masks
/// stay as they are.
/// </remarks>
/// <example><code>new RandomErasing(factor: 0.5, fillValue: [0], valueRange: (0, 1))</code></example>
public sealed class RandomErasing : FactorAugmentation
{
    private readonly float[] _fill;
    private readonly Op _clip;

    /// <summary>An erasing.</summary>
    /// <param name="factor">
    /// The probability that an image is changed, from 0 to 1, or what it is drawn from: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="scale">
    /// What the squares of the rectangle's sides are drawn from, which are shares of the image's: a pair from 0 to 1, or a number f for (0,
    /// f); null for (0.02, 0.33).
    /// </param>
    /// <param name="fillValue">One number, or one for each channel; null for normal noise times the largest value.</param>
    /// <param name="valueRange">The smallest and the largest value of pixels; what is filled in is kept within.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_erasing</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There are other than one or three numbers to fill with.</exception>
    public RandomErasing(
        FactorRange? factor = null, FactorRange? scale = null, IReadOnlyList<double>? fillValue = null, ValueRange valueRange = default,
        long? seed = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(Rectangles.Count, factor ?? 1, 0, 1, valueRange, seed, dataFormat, name, inputShape)
    {
        Scale = Factors.Around(this, scale ?? (0.02, 0.33), 0, 1, nameof(scale));
        if (fillValue is not null && fillValue.Count is not (1 or 3))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected a fillValue of one number or three but got {fillValue.Count}.",
                nameof(fillValue));
        }

        _fill = [.. (fillValue ?? []).Select(value => LayerArguments.Finite(this, value, nameof(fillValue)))];
        _clip = ValueRange.ClipOp();
    }

    /// <summary>What the squares of sides are drawn from.</summary>
    public FactorRange Scale { get; }

    /// <summary>What rectangles are filled with: one number, or one for each channel; none for noise.</summary>
    public IReadOnlyList<float> FillValue => _fill;

    internal static RandomErasing FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), FactorRange.Read(reader, "scale", (0.02, 0.33)), ReadFill(reader), ValueRange.Read(reader),
        reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    private protected override void RequireChannels(Shape images)
    {
        if (_fill is null or { Length: < 3 } || images[^1] is 3 or Shape.Any) return;
        throw new ShapeException($"expected images with 3 channels, as there are three fill values, but got {images}, with channels last.");
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float across = MathF.Sqrt(random.Draw(Scale)), down = MathF.Sqrt(random.Draw(Scale));
        Rectangles.Draw(random, image, across, down, numbers);
        if (random.DrawChance(Factor) == 0f) numbers.Clear();
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(images);
        return Tape.Run(PasteOp.Instance, images, Tape.Run(_clip, Filling(images.Shape, transformation)), transformation.Numbers);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["scale"] = Scale.ToNode();
        config["fill_value"] = _fill switch { [] => null, [var one] => one, _ => new JsonArray(_fill[0], _fill[1], _fill[2]) };
        base.WriteConfig(config);
    }

    private static double[]? ReadFill(ConfigReader reader) =>
        !reader.Has("fill_value") ? null
        : reader.Node("fill_value") is JsonArray ? [.. reader.Floats("fill_value").Select(value => (double)value)]
        : [reader.Float("fill_value")];

    private Tensor Filling(Shape images, ImageTransformation transformation)
    {
        if (_fill.Length == 0) return transformation.Noise(images[1..]) * ValueRange.High;
        Tensor filling = Tensor.Temporary(images);
        Span<float> values = filling.Span;
        if (_fill.Length == 1) values.Fill(_fill[0]);
        else for (int i = 0; i < values.Length; i++) values[i] = _fill[i % 3];
        return filling;
    }
}
