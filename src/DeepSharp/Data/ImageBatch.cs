namespace DeepSharp;

/// <summary>Images, or one, with what belongs to them: Keras's dictionary that augmentations take and give.</summary>
/// <param name="Images">(batch, height, width, channels), or one image without the batch axis; or with the channels first.</param>
/// <example><code>
/// ImageBatch mixed = new MixUp(seed: 1).Apply(new ImageBatch(images) { Labels = oneHot });
/// </code></example>
public sealed record ImageBatch(Tensor Images)
{
    /// <summary>What is in the images: one-hot rows, or others of as many samples.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>Rectangles in the images; the layer has to know their format.</summary>
    public ImageBoxes? BoundingBoxes { get; init; }

    /// <summary>What each pixel is, of as many rows and columns as the images.</summary>
    public Tensor? SegmentationMasks { get; init; }
}
