namespace DeepSharp;

/// <summary>Rectangles in images: <c>keras.utils.bounding_boxes</c>.</summary>
/// <remarks>
/// Boxes are (..., 4). The formats: <c>xyxy</c> is left, top, right, bottom in pixels, <c>yxyx</c> top, left, bottom, right, <c>xywh</c>
/// left,
/// top, width, height, <c>center_xywh</c> the middle, width and height, <c>center_yxhw</c> the same the other way round; <c>rel_xyxy</c>,
/// <c>rel_yxyx</c>, <c>rel_xywh</c> and <c>rel_center_xywh</c> are shares of the width and the height of the image.
/// </remarks>
public static partial class BoundingBoxes
{
    /// <summary>Boxes in another format.</summary>
    /// <param name="boxes">(..., 4).</param>
    /// <param name="source">The format that they are in.</param>
    /// <param name="target">The format that is wanted.</param>
    /// <param name="height">Of the image; needed between shares and pixels.</param>
    /// <param name="width">Of the image; needed between shares and pixels.</param>
    /// <exception cref="ShapeException">The last axis has another length than 4.</exception>
    /// <exception cref="ArgumentException">There is no such format, or height and width are missing.</exception>
    /// <example><code>Tensor pixels = BoundingBoxes.ConvertFormat(shares, "rel_xyxy", "xyxy", height: 480, width: 640);</code></example>
    public static Tensor ConvertFormat(Tensor boxes, string source, string target, double? height = null, double? width = null)
    {
        RequireBoxes("ConvertFormat", boxes);
        BoxFormat from = BoxFormat.Of("ConvertFormat", source), to = BoxFormat.Of("ConvertFormat", target);
        if ((from.IsRelative || to.IsRelative) && (height is null || width is null))
        {
            throw new ArgumentException(
                $"ConvertFormat: expected the height and the width of the images to convert from '{source}' to '{target}'. Give both.");
        }

        if (from == to) return boxes;
        if (from.IsRelative != to.IsRelative && !(height > 0 && width > 0 && double.IsFinite(height.Value * width.Value)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(height),
                FormattableString.Invariant(
                    $"ConvertFormat: expected a finite height and width above 0 to convert from '{source}' to '{target}' but got ") +
                FormattableString.Invariant($"{height} and {width}."));
        }

        Tensor[] corners = from.ToCorners(boxes);
        if (from.IsRelative != to.IsRelative)
        {
            for (int i = 0; i < corners.Length; i++)
            {
                double length = (i % 2 == 0 ? width : height)!.Value;
                corners[i] = from.IsRelative ? corners[i] * length : corners[i] / length;
            }
        }

        return to.FromCorners(corners);
    }

    /// <summary>Boxes cut at the border of their image; those of which nothing is left get the label -1.</summary>
    /// <param name="boundingBoxes">Boxes and labels.</param>
    /// <param name="height">Of the image; not needed for <c>rel_xyxy</c>.</param>
    /// <param name="width">Of the image; not needed for <c>rel_xyxy</c>.</param>
    /// <param name="boundingBoxFormat"><c>"xyxy"</c> or <c>"rel_xyxy"</c>.</param>
    /// <exception cref="ShapeException">The last axis has another length than 4, or there is not one label a box.</exception>
    /// <exception cref="ArgumentException">The format is another one, or height and width are missing.</exception>
    public static ImageBoxes ClipToImageSize(
        ImageBoxes boundingBoxes, double? height = null, double? width = null, string boundingBoxFormat = "xyxy")
    {
        ArgumentNullException.ThrowIfNull(boundingBoxes);
        (Tensor boxes, Tensor labels) = (boundingBoxes.Boxes, boundingBoxes.Labels);
        RequireBoxes("ClipToImageSize", boxes);
        BoxFormat format = BoxFormat.Of("ClipToImageSize", boundingBoxFormat);
        RequireOne("ClipToImageSize", boundingBoxFormat, "xyxy", "rel_xyxy");
        if (!format.IsRelative && (height is null || width is null))
        {
            throw new ArgumentException("ClipToImageSize: expected the height and the width of the images for boxes in pixels. Give both.");
        }

        if (labels.Shape != boxes.Shape[..^1])
        {
            throw new ShapeException($"ClipToImageSize: expected a label for each of the boxes {boxes.Shape} but got {labels.Shape}.");
        }

        double right = format.IsRelative ? 1 : width!.Value, bottom = format.IsRelative ? 1 : height!.Value;
        Tensor[] cut = Clipped(format.ToCorners(boxes), right, bottom);
        Tensor areas = ((cut[2] - cut[0]) * (cut[3] - cut[1])).Reshape(labels.Shape);
        return new ImageBoxes(Ops.Concatenate(cut, -1), Tensor.Where(areas.Greater(0), labels, Tensor.Full(labels.Shape, -1)));
    }

    /// <summary>Where boxes are in a part of their images, cut at its border.</summary>
    /// <param name="boxes">(..., 4), in pixels of the whole image.</param>
    /// <param name="top">The first row of the part.</param>
    /// <param name="left">The first column of the part.</param>
    /// <param name="height">Rows of the part.</param>
    /// <param name="width">Columns of the part.</param>
    /// <param name="boundingBoxFormat"><c>"xyxy"</c>, the only one there is.</param>
    /// <exception cref="ShapeException">The last axis has another length than 4.</exception>
    /// <exception cref="ArgumentException">The format is another one.</exception>
    public static Tensor Crop(Tensor boxes, double top, double left, double height, double width, string boundingBoxFormat = "xyxy")
    {
        Tensor[] corners = Moved("Crop", boxes, -top, -left, boundingBoxFormat);
        return Ops.Concatenate(Clipped(corners, width, height), -1);
    }

    /// <summary>Where boxes are once rows are added above their images, and columns on the left.</summary>
    /// <param name="boxes">(..., 4), in pixels.</param>
    /// <param name="top">Rows that are added above.</param>
    /// <param name="left">Columns that are added on the left.</param>
    /// <param name="height">Not used, as in Keras.</param>
    /// <param name="width">Not used, as in Keras.</param>
    /// <param name="boundingBoxFormat"><c>"xyxy"</c>, the only one there is.</param>
    /// <exception cref="ShapeException">The last axis has another length than 4.</exception>
    /// <exception cref="ArgumentException">The format is another one.</exception>
    public static Tensor Pad(
        Tensor boxes, double top, double left, double? height = null, double? width = null, string boundingBoxFormat = "xyxy") =>
        Ops.Concatenate(Moved("Pad", boxes, top, left, boundingBoxFormat), -1);

    internal static void RequireBoxes(string who, Tensor boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        if (boxes.Rank > 0 && boxes.Shape[^1] == 4) return;
        throw new ShapeException($"{who}: expected boxes whose last axis has 4 numbers but got {boxes.Shape}.");
    }

    private static Tensor[] Moved(string who, Tensor boxes, double down, double across, string format)
    {
        RequireBoxes(who, boxes);
        RequireOne(who, format, "xyxy");
        Tensor[] corners = new BoxFormat("xyxy").ToCorners(boxes);
        for (int i = 0; i < corners.Length; i++) corners[i] += i % 2 == 0 ? across : down;
        return corners;
    }

    private static Tensor[] Clipped(Tensor[] corners, double right, double bottom)
    {
        for (int i = 0; i < corners.Length; i++) corners[i] = corners[i].Clip(0, i % 2 == 0 ? right : bottom);
        return corners;
    }

    private static void RequireOne(string who, string format, params string[] known)
    {
        if (Array.Exists(known, name => name.Equals(format, StringComparison.OrdinalIgnoreCase))) return;
        throw new ArgumentException(
            $"{who}: expected boxes in the format {string.Join(" or ", known)} but got '{format}'. Convert them with ConvertFormat.");
    }
}
