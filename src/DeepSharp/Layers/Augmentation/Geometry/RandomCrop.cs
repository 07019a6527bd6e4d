using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Cuts a part out of images: in training from a random place, the same for all of a batch, else the middle.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> (batch, newHeight, newWidth, channels). No weights.
/// Rectangles and masks move along.<br/>
/// In inference, and where images are not larger in both directions, the largest part of the target's shape is cut out of the middle and
/// resized to it by bilinear interpolation.
/// </remarks>
/// <example><code>new RandomCrop(28, 28, inputShape: [32, 32, 3])</code></example>
public sealed class RandomCrop : ImageAugmentation
{
    private readonly CropOp _crop;
    private readonly ResizeOp _resize;
    private readonly ResizeOp _resizeMasks;

    /// <summary>A crop.</summary>
    /// <param name="height">Rows of the output, 1 or more.</param>
    /// <param name="width">Columns of the output, 1 or more.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>random_crop</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public RandomCrop(int height, int width, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(2, seed, dataFormat, name, inputShape)
    {
        var size = new Size2D(LayerArguments.Positive(this, height), LayerArguments.Positive(this, width));
        _crop = new CropOp(size);
        _resize = new ResizeOp(size, Interpolation.Bilinear, antialias: false, AspectRatio.Crop);
        _resizeMasks = new ResizeOp(size, Interpolation.Nearest, antialias: false, AspectRatio.Crop);
    }

    /// <summary>Rows of the output.</summary>
    public int Height => _resize.Size.Height;

    /// <summary>Columns of the output.</summary>
    public int Width => _resize.Size.Width;

    /// <inheritdoc/>
    protected override bool ActsInInference => true;

    internal static RandomCrop FromConfig(ConfigReader reader) => new(
        reader.Int("height"), reader.Int("width"), reader.OptionalLong("seed"), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected override Size2D ComputeOutputSize(Size2D input) => new(Height, Width);

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!IsCut(images, isTraining: true)) return;
        (int row, int column) = (random.NextInt(images[1] - Height + 1), random.NextInt(images[2] - Width + 1));
        for (int i = 0; i < numbers.Length; i += 2) (numbers[i], numbers[i + 1]) = (row, column);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        IsCut(images?.Shape ?? default, transformation.IsTraining) ? Tape.Run(_crop, images!, transformation.Numbers) : Tape.Run(_resize,
        images!);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        IsCut(masks?.Shape ?? default, transformation.IsTraining) ? Tape.Run(_crop, masks!, transformation.Numbers) : Tape.Run(_resizeMasks,
        masks!);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        (int height, int width) = (transformation.Images[1], transformation.Images[2]);
        double rows = Height, columns = Width, top, left;
        if (IsCut(transformation.Images, transformation.IsTraining))
        {
            (top, left) = transformation.Images[0] == 0 ? (0, 0) : (transformation[0][0], transformation[0][1]);
        }
        else
        {
            (rows, columns) = (Math.Clamp((long)width * Height / Width, 1, height), Math.Clamp((long)height * Width / Height, 1, width));
            (top, left) = (Math.Floor((height - rows) / 2), Math.Floor((width - columns) / 2));
        }

        Tensor scale = Tensor.From([(float)(Width / columns), (float)(Height / rows), (float)(Width / columns), (float)(Height / rows)],
        [4]);
        Tensor moved = BoundingBoxes.Crop(boxes.Boxes, top, left, rows, columns) * scale;
        return BoundingBoxes.ClipToImageSize(boxes with { Boxes = moved }, Height, Width);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["height"] = Height;
        config["width"] = Width;
        config["seed"] = Seed;
        base.WriteConfig(config);
    }

    private bool IsCut(Shape images, bool isTraining) => isTraining && images[1] > Height && images[2] > Width;
}
