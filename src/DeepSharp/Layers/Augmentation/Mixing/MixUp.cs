using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Mixes each image with another one of its batch, and their labels alike, in training (Zhang et al. 2018).</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> the same shape. No weights.<br/>
/// Labels have to be one-hot, and go with the images through <see cref="ImageAugmentation.Apply(ImageBatch, bool)"/>: in a model, which
/// knows of images alone, they would stay as they are. Each image gets the rectangles of both.
/// </remarks>
/// <example><code>ImageBatch mixed = new MixUp(alpha: 0.4, seed: 1).Apply(new ImageBatch(images) { Labels = oneHot });</code></example>
public sealed class MixUp : ImageAugmentation
{
    /// <summary>A mixture.</summary>
    /// <param name="alpha">
    /// Of the beta distribution that shares are drawn from, above 0: the smaller, the nearer they are to 0 or 1.
    /// </param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>mix_up</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not above 0.</exception>
    public MixUp(double alpha = 0.2, DataFormat dataFormat = default, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(2, seed, dataFormat, name, inputShape) =>
        Alpha = OptionNumber.Where((float)alpha > 0f, LayerArguments.Describe(this), alpha, "alpha above 0");

    /// <summary>Of the beta distribution that shares are drawn from.</summary>
    public float Alpha { get; }

    internal static MixUp FromConfig(ConfigReader reader) => new(
        reader.Float("alpha", 0.2f), SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers) =>
        Partners.Draw(random, numbers, Numbers, 1);

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers) =>
        numbers[0] = (float)RandomVariates.Beta(random, Alpha, Alpha);

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Partners.Mix(images, transformation, 0, 1);

    /// <inheritdoc/>
    protected internal override Tensor TransformLabels(Tensor labels, ImageTransformation transformation) =>
        Partners.Mix(labels, transformation, 0, 1);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        Partners.Mix(masks, transformation, 0, 1);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        Tensor partners = transformation.Column(1, rank: 1);
        return new ImageBoxes(WithPartners(boxes.Boxes), WithPartners(boxes.Labels));

        Tensor WithPartners(Tensor own) => Ops.Concatenate([own, Tape.Run(TakeSamplesOp.Instance, own, partners)], 1);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["alpha"] = Alpha;
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
