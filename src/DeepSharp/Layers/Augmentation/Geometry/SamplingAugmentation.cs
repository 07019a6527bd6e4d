using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// An augmentation that takes each pixel from another place of its image, by eight numbers: turned, stretched, moved, slanted or seen from
/// aside. Rectangles and masks move along.
/// </summary>
/// <remarks>
/// A pixel (x, y) comes from ((a0·x + a1·y + a2) / k, (b0·x + b1·y + b2) / k) with k = c0·x + c1·y + 1. Rectangles become those around what
/// they are moved to, cut at the border of the image; a label is -1 where nothing is left. Gradients go through it.
/// </remarks>
public abstract class SamplingAugmentation : ImageAugmentation
{
    private const int Eight = 8;

    private readonly SampleOp _op;
    private readonly SampleOp _masks;

    private protected SamplingAugmentation(
        FillMode fillMode, Interpolation interpolation, long? seed, double fillValue, DataFormat dataFormat, string? name,
        Shape? inputShape)
        : base(Eight, seed, dataFormat, name, inputShape)
    {
        Interpolation = Interpolations.Require(this, interpolation);
        FillMode = fillMode != FillMode.Mirror ? fillMode : throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected the fillMode constant, nearest, reflect or wrap but got mirror.", nameof(fillMode));
        FillValue = LayerArguments.Finite(this, fillValue);
        _op = new SampleOp(ClassName, interpolation == Interpolation.Bilinear, fillMode.Rule, FillValue);
        _masks = new SampleOp(ClassName, isBilinear: false, fillMode.Rule, FillValue);
    }

    /// <summary>What lies beyond the border.</summary>
    public FillMode FillMode { get; }

    /// <summary>How values between pixels are made: bilinear or nearest; of masks always the nearest.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>The constant beyond the border, where <see cref="FillMode"/> is that.</summary>
    public float FillValue { get; }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        Tape.Run(_op, images, transformation.Numbers);

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        Tape.Run(_masks, masks, transformation.Numbers);

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        Tensor moved = Tensor.Zeros(boxes.Boxes.Shape);
        int size = boxes.Boxes.Shape[1] * 4;
        Span<double> inverse = stackalloc double[9];
        for (int image = 0; image < transformation.Images[0]; image++)
        {
            Homography.Invert(transformation[image], inverse);
            for (int box = image * size; box < (image + 1) * size; box += 4)
            {
                BoundingBoxes.Bound(inverse, boxes.Boxes.Values.Slice(box, 4), moved.Values.Slice(box, 4));
            }
        }

        return BoundingBoxes.ClipToImageSize(boxes with { Boxes = moved }, transformation.Images[1], transformation.Images[2]);
    }

    /// <summary>Writes the eight numbers.</summary>
    private protected static void Set(Span<float> numbers, double a0, double a1, double a2, double b0, double b1, double b2)
    {
        (numbers[0], numbers[1], numbers[2]) = ((float)a0, (float)a1, (float)a2);
        (numbers[3], numbers[4], numbers[5]) = ((float)b0, (float)b1, (float)b2);
    }

    private protected void WriteSampling(JsonObject config)
    {
        config["fill_mode"] = FillMode.Name;
        config["fill_value"] = FillValue;
        config["interpolation"] = Interpolation.Name;
        config["seed"] = Seed;
        base.WriteConfig(config);
    }
}
