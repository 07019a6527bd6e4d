using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Changes images in some of eleven ways, one after the other, that are chosen for each batch in training (Cubuk et al. 2020).
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image · <b>Output</b> the same shape. No weights. Rectangles and masks move along. Among
/// the ways are some without gradients.
/// </remarks>
/// <example><code>new RandAugment(valueRange: (0, 255), numOps: 2, factor: 0.5)</code></example>
public sealed class RandAugment : AugmentationPolicy
{
    /// <summary>A policy.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="numOps">How many changes, 1 or more.</param>
    /// <param name="factor">How strong they are, from 0 to 1: a pair, or a number f for (0, f); null for 0.5.</param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>rand_augment</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such interpolation.</exception>
    public RandAugment(
        ValueRange valueRange = default, int numOps = 2, FactorRange? factor = null, Interpolation interpolation = default,
        long? seed = null,
        DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(valueRange, factor ?? 0.5, interpolation, seed, dataFormat, name, inputShape)
    {
        NumOps = LayerArguments.Positive(this, numOps);
        Use("random_shear", "random_translation", "random_rotation", "random_brightness", "random_color_degeneration", "random_contrast",
            "random_sharpness", "random_posterization", "solarization", "auto_contrast", "equalization");
        Numbers = RequireCount((double)numOps + Inside.Numbers, nameof(numOps));
    }

    /// <summary>How many changes.</summary>
    public int NumOps { get; }

    internal static RandAugment FromConfig(ConfigReader reader) => new(
        ValueRange.Read(reader), reader.Int("num_ops", 2), FactorRange.Read(reader, "factor", 0.5), Interpolations.Read(reader),
        reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        for (int op = 0; op < NumOps; op++)
        {
            int choice = random.NextInt(Inside.Count);
            for (int i = op; i < numbers.Length; i += Numbers) numbers[i] = choice;
        }
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        for (int i = 0; i < Inside.Count; i++) Inside.Draw(i, random, image, numbers[(NumOps + Inside.StartOf(i))..]);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        for (int op = 0; op < Count(transformation); op++)
        {
            ImageAugmentation layer = Chosen(transformation, op, out ImageTransformation part);
            images = layer.TransformImages(images, part);
        }

        return images;
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation)
    {
        for (int op = 0; op < Count(transformation); op++)
        {
            ImageAugmentation layer = Chosen(transformation, op, out ImageTransformation part);
            masks = layer.TransformSegmentationMasks(masks, part);
        }

        return masks;
    }

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        for (int op = 0; op < Count(transformation); op++)
        {
            ImageAugmentation layer = Chosen(transformation, op, out ImageTransformation part);
            boxes = layer.TransformBoundingBoxes(boxes, part);
        }

        return boxes;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["num_ops"] = NumOps;
        base.WriteConfig(config);
    }

    private int Count(ImageTransformation transformation) => transformation.Images[0] == 0 ? 0 : NumOps;

    private ImageAugmentation Chosen(ImageTransformation transformation, int op, out ImageTransformation part)
    {
        int choice = (int)transformation[0][op];
        part = Inside.Part(choice, transformation, NumOps + Inside.StartOf(choice));
        return Inside[choice];
    }
}
