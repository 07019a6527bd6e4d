using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Puts a rectangle of another image of the batch into each image, and mixes their labels by its area, in training (Yun et al. 2019).
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> the same shape. No weights.<br/>
/// Labels have to be one-hot, and go with the images through <see cref="ImageAugmentation.Apply(ImageBatch, bool)"/>: in a model, which
/// knows of images alone, they would stay as they are. Rectangles cannot move along.
/// </remarks>
/// <example><code>ImageBatch mixed = new CutMix(seed: 1).Apply(new ImageBatch(images) { Labels = oneHot });</code></example>
public sealed class CutMix : ImageAugmentation
{
    // After the rectangle; the first is at first what all images of a batch share.
    private const int Share = 4, Partner = 5;

    // So that it is a distribution.
    private const float LeastAlpha = 1e-6f;

    /// <summary>A mixture.</summary>
    /// <param name="factor">
    /// What the number is drawn from, for a whole batch, of which the beta distribution of shares is made, from 0 to 1: a pair, or a number
    /// f for (0, f); null for 1.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>cut_mix</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CutMix(FactorRange? factor = null, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(6, seed, dataFormat, name, inputShape) => Factor = Factors.Around(this, factor ?? 1, 0, 1, nameof(factor));

    /// <summary>What the number is drawn from of which the distribution of shares is made.</summary>
    public FactorRange Factor { get; }

    internal static CutMix FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float alpha = random.Draw(Factor) + LeastAlpha;
        for (int i = Share; i < numbers.Length; i += Numbers) numbers[i] = alpha;
        Partners.Draw(random, numbers, Numbers, Partner);
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        float side = MathF.Sqrt(1f - (float)RandomVariates.Beta(random, numbers[Share], numbers[Share]));
        Rectangles.Draw(random, image, side, side, numbers);
        numbers[Share] = 1f - (numbers[1] - numbers[0]) * (numbers[3] - numbers[2]) / ((float)image[0] * image[1]);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => Tape.Run(
        PasteOp.Instance, images, Partners.Of(images, transformation, Partner), transformation.Part(0, Rectangles.Count).Numbers);

    /// <inheritdoc/>
    protected internal override Tensor TransformLabels(Tensor labels, ImageTransformation transformation) =>
        Partners.Mix(labels, transformation, Share, Partner);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        TransformImages(masks, transformation);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation) =>
        throw MovesNoBoxes();

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["factor"] = Factor.ToNode();
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
