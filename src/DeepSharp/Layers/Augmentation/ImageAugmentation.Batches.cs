namespace DeepSharp.Layers;

// Labels, rectangles and masks that move along with images.
public abstract partial class ImageAugmentation
{
    /// <summary>Transforms images and what belongs to them alike: Keras's call with a dictionary.</summary>
    /// <param name="data">Images, or one, with labels, rectangles and masks as they are there.</param>
    /// <param name="training">Whether to act; else only what the layer does in inference too is done.</param>
    /// <exception cref="ShapeException">Something has another shape than belongs to the images.</exception>
    /// <exception cref="InvalidOperationException">There are rectangles but the layer was not told their format.</exception>
    /// <exception cref="NotSupportedException">The layer cannot say what becomes of rectangles.</exception>
    /// <example><code>
    /// var flip = new RandomFlip("horizontal") { BoundingBoxFormat = "xyxy" };
    /// ImageBatch flipped = flip.Apply(new ImageBatch(images) { BoundingBoxes = new ImageBoxes(boxes, classes), SegmentationMasks = masks
    /// });
    /// </code></example>
    public ImageBatch Apply(ImageBatch data, bool training = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        try
        {
            Shape images = ImagesOf(data.Images.Shape);
            bool isOne = data.Images.Rank == 3;
            RequireParts(data, images, isOne);
            ImageTransformation transformation = Draw(images, training);
            bool acts = training || ActsInInference;
            return new ImageBatch(acts ? FromImages(TransformImages(ToImages(data.Images), transformation), isOne) : data.Images)
            {
                Labels = data.Labels is { } labels
                    && acts ? OfOne(TransformLabels(AsBatch(labels, isOne), transformation), isOne) : data.Labels,
                SegmentationMasks = data.SegmentationMasks is { } masks && acts
                    ? FromImages(TransformSegmentationMasks(ToImages(masks), transformation), isOne) : data.SegmentationMasks,
                BoundingBoxes = data.BoundingBoxes is { } boxes && (acts || ActsOnBoxesAlways)
                    ? MoveBoxes(boxes, transformation, isOne) : data.BoundingBoxes,
            };
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
    }

    /// <summary>Whether rectangles change in inference too, and in whatever format they are.</summary>
    private protected virtual bool ActsOnBoxesAlways => false;

    /// <summary>The exception of a layer that cannot move rectangles.</summary>
    private protected NotSupportedException MovesNoBoxes() => new(
        $"{LayerArguments.Describe(this)}: expected images without bounding boxes, since it cannot say what becomes of them. Leave them " +
        "out.");

    private ImageBoxes MoveBoxes(ImageBoxes boxes, ImageTransformation transformation, bool isOne)
    {
        var batch = new ImageBoxes(AsBatch(boxes.Boxes, isOne), AsBatch(boxes.Labels, isOne));
        ImageBoxes moved;
        if (ActsOnBoxesAlways)
        {
            moved = TransformBoundingBoxes(batch, transformation);
        }
        else
        {
            Shape images = transformation.Images;
            string format = BoundingBoxFormat!;
            var given = batch with { Boxes = DeepSharp.BoundingBoxes.ConvertFormat(batch.Boxes, format, "xyxy", images[1], images[2]) };
            moved = TransformBoundingBoxes(given, transformation);
            if (ReferenceEquals(moved, given)) return boxes;
            Size2D size = ComputeOutputSize(new Size2D(images[1], images[2]));
            moved = moved with { Boxes = DeepSharp.BoundingBoxes.ConvertFormat(moved.Boxes, "xyxy", format, size.Height, size.Width) };
        }

        return new ImageBoxes(OfOne(moved.Boxes, isOne), OfOne(moved.Labels, isOne));
    }

    private void RequireParts(ImageBatch data, Shape images, bool isOne)
    {
        if (data.Labels is { } labels && !isOne && (labels.Rank == 0 || labels.Shape[0] != images[0]))
        {
            throw new ShapeException($"expected labels for {images[0]} images but got {labels.Shape}.");
        }

        if (data.SegmentationMasks is { } masks)
        {
            // Of masks the channels may be others.
            Shape shape = masks.Rank == data.Images.Rank ? ToImages(masks).Shape : masks.Shape;
            bool fits = shape.Rank == 4 && shape.WithLast(images[3]) == images;
            if (!fits) throw new ShapeException($"expected segmentation masks for images of {data.Images.Shape} but got {masks.Shape}.");
        }

        if (data.BoundingBoxes is not { } boxes) return;
        if (BoundingBoxFormat is null)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected to know the format of the bounding boxes. Make the layer with " +
                "{ BoundingBoxFormat = \"xyxy\" }, or another format.");
        }

        Shape four = boxes.Boxes.Shape;
        bool isBatch = four.Rank == (isOne ? 2 : 3) && four[^1] == 4 && (isOne || four[0] == images[0]) && boxes.Labels.Shape == four[..^1];
        if (isBatch) return;
        throw new ShapeException(
            $"expected bounding boxes ({(isOne ? "" : "batch, ")}boxes, 4) and a label for each of them, for images of " +
            $"{data.Images.Shape}, but got {four} and {boxes.Labels.Shape}.");
    }

    private static Tensor AsBatch(Tensor tensor, bool isOne) => isOne ? Tape.Run(s_toBatch, tensor) : tensor;

    private static Tensor OfOne(Tensor tensor, bool isOne) => isOne ? tensor.Reshape(tensor.Shape[1..]) : tensor;
}
