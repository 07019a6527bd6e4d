using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Distorts images like a rubber sheet, at random in training (Simard et al. 2003).</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Pixels come from places that
/// blurred noise says; masks move along, rectangles cannot. Results are kept within the range of values.
/// </remarks>
/// <example><code>new RandomElasticTransform(factor: 0.5, scale: 0.8, valueRange: (0, 1))</code></example>
public sealed class RandomElasticTransform : ImageAugmentation
{
    private readonly DisplaceOp _op;
    private readonly DisplaceOp _masks;
    private readonly Op _clip;

    /// <summary>A distortion.</summary>
    /// <param name="factor">
    /// The probability that an image is changed, from 0 to 1, or what it is drawn from: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="scale">How strong it is, from 0 to 1, for a whole batch: a pair, or a number f for (0, f).</param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="fillMode">
    /// What lies beyond the border: <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"wrap"</c>, <c>"nearest"</c> or <c>"mirror"</c>.
    /// </param>
    /// <param name="fillValue">The constant beyond the border.</param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_elastic_transform</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such mode or interpolation.</exception>
    public RandomElasticTransform(
        FactorRange? factor = null, FactorRange? scale = null, Interpolation interpolation = default, FillMode fillMode = default,
        double fillValue = 0, ValueRange valueRange = default, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(2, seed, dataFormat, name, inputShape)
    {
        Factor = Factors.Around(this, factor ?? 1, 0, 1, nameof(factor));
        Scale = Factors.Around(this, scale ?? 1, 0, 1, nameof(scale));
        (Interpolation, FillMode) = (Interpolations.Require(this, interpolation), fillMode);
        FillValue = LayerArguments.Finite(this, fillValue);
        ValueRange = valueRange.Checked(this);
        _op = new DisplaceOp(ClassName, interpolation == Interpolation.Bilinear, fillMode.Rule, FillValue);
        _masks = new DisplaceOp(ClassName, isBilinear: false, fillMode.Rule, FillValue);
        _clip = ValueRange.ClipOp();
    }

    /// <summary>What the probability is drawn from.</summary>
    public FactorRange Factor { get; }

    /// <summary>What the strength is drawn from.</summary>
    public FactorRange Scale { get; }

    /// <summary>How values between pixels are made.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>What lies beyond the border.</summary>
    public FillMode FillMode { get; }

    /// <summary>The constant beyond the border.</summary>
    public float FillValue { get; }

    /// <summary>The smallest and the largest value of pixels.</summary>
    public ValueRange ValueRange { get; }

    internal static RandomElasticTransform FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), FactorRange.Read(reader, "scale", 1), Interpolations.Read(reader),
        reader.String("fill_mode", "reflect")!, reader.Float("fill_value", 0f), ValueRange.Read(reader), reader.OptionalLong("seed"),
        SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float strength = random.Draw(Scale);
        for (int i = 1; i < numbers.Length; i += 2) numbers[i] = strength;
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.DrawChance(Factor);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => Displace(_op, images,
    transformation);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        Displace(_masks, masks, transformation);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation) =>
        throw MovesNoBoxes();

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        config["scale"] = Scale.ToNode();
        config["interpolation"] = Interpolation.Name;
        config["fill_mode"] = FillMode.Name;
        config["fill_value"] = FillValue;
        ValueRange.Write(config);
        config["seed"] = Seed;
        base.WriteConfig(config);
    }

    // Noise of deviation sigma, blurred with sigma and times alpha, as keras.ops.image.elastic_transform has it; none for images left as
    // they are.
    private Tensor Displace(DisplaceOp op, Tensor images, ImageTransformation transformation)
    {
        (int height, int width) = (images.Shape[1], images.Shape[2]);
        float strength = images.Shape[0] == 0 ? 0f : transformation[0][1];
        float alpha = Math.Max(height, width) * 0.1f * strength, sigma = Math.Min(height, width) * 0.05f * strength;
        if (sigma <= 0f) return Tape.Run(_clip, images);
        Tensor weights = Gaussian.Weights((int)(6 * sigma) | 1, sigma), scale = transformation.Column(0) * (alpha * sigma);
        Tensor across = Tape.Run(BlurOp.Instance, transformation.Noise([height, width, 1]) * scale, weights, weights);
        Tensor down = Tape.Run(BlurOp.Instance, transformation.Noise([height, width, 1], 1) * scale, weights, weights);
        return Tape.Run(_clip, Tape.Run(op, images, across, down));
    }
}
