using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns half of the images over in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Rectangles and masks move along.
/// </remarks>
/// <example><code>new RandomFlip("horizontal", inputShape: [180, 180, 3])</code></example>
public sealed class RandomFlip : ImageAugmentation
{
    private static readonly string[] s_modes = ["horizontal", "vertical", "horizontal_and_vertical"];

    /// <summary>A flip.</summary>
    /// <param name="mode">
    /// <c>"horizontal"</c>, left to right, <c>"vertical"</c>, top to bottom, or <c>"horizontal_and_vertical"</c>, the default: as in Keras,
    /// both or none.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_flip</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public RandomFlip(
        string mode = "horizontal_and_vertical", long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(2, seed, dataFormat, name, inputShape)
    {
        MissingName.Refuse("mode", mode);
        Mode = Array.Find(s_modes, known => known.Equals(mode, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected the mode {string.Join(", ", s_modes)} but got '{mode}'.", nameof(mode));
    }

    /// <summary>Keras's name of the mode.</summary>
    public string Mode { get; }

    internal static RandomFlip FromConfig(ConfigReader reader) => new(
        reader.String("mode", "horizontal_and_vertical")!, reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextSingle() > 0.5f) return;
        (numbers[0], numbers[1]) = (Mode != "vertical" ? 1f : 0f, Mode != "horizontal" ? 1f : 0f);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(FlipOp.Instance, images, transformation.Numbers);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        TransformImages(masks, transformation);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        (int height, int width) = (transformation.Images[1], transformation.Images[2]);
        Tensor moved = boxes.Boxes.Clone();
        int size = moved.Shape[1] * 4;
        for (int image = 0; image < moved.Shape[0]; image++)
        {
            ReadOnlySpan<float> flips = transformation[image];
            for (int at = image * size; at < (image + 1) * size; at += 4)
            {
                Span<float> box = moved.Span.Slice(at, 4);
                if (flips[0] != 0f) (box[0], box[2]) = (width - box[2], width - box[0]);
                if (flips[1] != 0f) (box[1], box[3]) = (height - box[3], height - box[1]);
            }
        }

        return BoundingBoxes.ClipToImageSize(boxes with { Boxes = moved }, height, width);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["mode"] = Mode;
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
