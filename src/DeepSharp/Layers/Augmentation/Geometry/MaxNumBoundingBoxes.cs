using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Gives each image the same number of rectangles, in training and in inference; images stay as they are.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> the same. No weights. Of more rectangles the last are left out; what is
/// missing is filled. It works through <see cref="ImageAugmentation.Apply(ImageBatch, bool)"/>.
/// </remarks>
/// <example><code>new MaxNumBoundingBoxes(10) { BoundingBoxFormat = "xyxy" }</code></example>
public sealed class MaxNumBoundingBoxes : ImageAugmentation
{
    /// <summary>A number of rectangles.</summary>
    /// <param name="maxNumber">Rectangles of an image after, 1 or more.</param>
    /// <param name="fillValue">The numbers of those that are missing, and their labels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>max_num_bounding_boxes</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNumber"/> is below 1.</exception>
    public MaxNumBoundingBoxes(
        int maxNumber, int fillValue = -1, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(0, null, dataFormat, name, inputShape) => (MaxNumber, FillValue) = (LayerArguments.Positive(this, maxNumber), fillValue);

    /// <summary>Rectangles of an image after.</summary>
    public int MaxNumber { get; }

    /// <summary>The numbers of those that are missing.</summary>
    public int FillValue { get; }

    private protected override bool ActsOnBoxesAlways => true;

    internal static MaxNumBoundingBoxes FromConfig(ConfigReader reader) => new(
        reader.Int("max_number"), reader.Int("fill_value", -1), SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => images;

    /// <inheritdoc/>
    protected internal override ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        return new ImageBoxes(Fitted(boxes.Boxes), Fitted(boxes.Labels));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["max_number"] = MaxNumber;

        // Keras leaves it out, but takes it.
        if (FillValue != -1) config["fill_value"] = FillValue;
        base.WriteConfig(config);
    }

    private Tensor Fitted(Tensor tensor)
    {
        Tensor fitted = Tensor.Full(tensor.Shape.With(1, MaxNumber), FillValue);
        int from = tensor.Shape[1..].Size, to = fitted.Shape[1..].Size, size = Math.Min(from, to);
        for (int i = 0; i < tensor.Shape[0]; i++) tensor.Values.Slice(i * from, size).CopyTo(fitted.Values[(i * to)..]);
        return fitted;
    }
}
