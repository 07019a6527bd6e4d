namespace DeepSharp;

public static partial class BoundingBoxes
{
    private static readonly ExpandDimsOp s_asRows = new(-2);

    /// <summary>How much each of some boxes has in common with each of others: the area of both divided by that of either.</summary>
    /// <param name="boxes1">(boxes, 4) or (batch, boxes, 4).</param>
    /// <param name="boxes2">(others, 4) or (batch, others, 4).</param>
    /// <param name="boundingBoxFormat">The format of both.</param>
    /// <param name="useMasking">Whether boxes whose numbers are all negative are none.</param>
    /// <param name="maskVal">The result for those.</param>
    /// <param name="imageShape">(height, width, channels), for boxes that are shares.</param>
    /// <returns>(boxes, others) or (batch, boxes, others).</returns>
    /// <exception cref="ShapeException">Boxes are no batch, nor one image's.</exception>
    /// <exception cref="ArgumentException">There is no such format, or the shape of the images is missing.</exception>
    /// <example><code>Tensor overlaps = BoundingBoxes.ComputeIoU(predicted, true, "xyxy");</code></example>
    public static Tensor ComputeIoU(
        Tensor boxes1, Tensor boxes2, string boundingBoxFormat, bool useMasking = false, double maskVal = -1, Shape? imageShape = null)
    {
        const string Who = "ComputeIoU";
        Tensor[] a = CornersOf(Who, boxes1, boundingBoxFormat, imageShape), b = CornersOf(Who, boxes2, boundingBoxFormat, imageShape);
        if (boxes1.Rank is not (2 or 3) || boxes2.Rank is not (2 or 3))
        {
            throw new ShapeException(
                $"{Who}: expected boxes (boxes, 4) or (batch, boxes, 4) but got {boxes1.Shape} and {boxes2.Shape}.");
        }

        // (boxes, 1) beside (1, others).
        Tensor firstArea = AreaOf(a), secondArea = AsRow(AreaOf(b));
        for (int i = 0; i < b.Length; i++) b[i] = AsRow(b[i]);
        Tensor width = (a[2].Minimum(b[2]) - a[0].Maximum(b[0])).Maximum(0), height = (a[3].Minimum(b[3]) - a[1].Maximum(b[1])).Maximum(0);
        Tensor common = width * height, overlap = common / (firstArea + secondArea - common + Epsilon);
        if (!useMasking) return overlap;
        Tensor isNone = LargestOf(a).Less(0).Maximum(LargestOf(b).Less(0)).BroadcastTo(overlap.Shape);
        return Tensor.Where(isNone, Tensor.Full(overlap.Shape, maskVal), overlap);
    }

    /// <summary>The complete overlap of boxes with as many others (Zheng et al. 2020): less where middles or proportions differ.</summary>
    /// <param name="boxes1">(..., 4), in pixels.</param>
    /// <param name="boxes2">(..., 4), in pixels.</param>
    /// <param name="boundingBoxFormat">The format of both, not a relative one.</param>
    /// <param name="imageShape">Not needed for boxes in pixels.</param>
    /// <returns>(...), 1 for the same boxes, below 0 for those far apart.</returns>
    /// <exception cref="ShapeException">The boxes do not fit.</exception>
    /// <exception cref="ArgumentException">There is no such format, or it is a relative one.</exception>
    public static Tensor ComputeCIoU(Tensor boxes1, Tensor boxes2, string boundingBoxFormat, Shape? imageShape = null)
    {
        const string Who = "ComputeCIoU";
        if (BoxFormat.Of(Who, boundingBoxFormat).IsRelative)
        {
            throw new ArgumentException(
                $"{Who}: expected boxes in pixels but got the format '{boundingBoxFormat}'. Convert them with ConvertFormat.");
        }

        Tensor[] a = CornersOf(Who, boxes1, boundingBoxFormat, imageShape), b = CornersOf(Who, boxes2, boundingBoxFormat, imageShape);
        Tensor width1 = a[2] - a[0], height1 = a[3] - a[1] + Epsilon, width2 = b[2] - b[0], height2 = b[3] - b[1] + Epsilon;
        Tensor common = (a[2].Minimum(b[2]) - a[0].Maximum(b[0])).Maximum(0) * (a[3].Minimum(b[3]) - a[1].Maximum(b[1])).Maximum(0);
        Tensor union = width1 * height1 + width2 * height2 - common + Epsilon, overlap = common / (union + Epsilon);
        Tensor diagonal = (a[2].Maximum(b[2]) - a[0].Minimum(b[0])).Square() + (a[3].Maximum(b[3]) - a[1].Minimum(b[1])).Square() + Epsilon;
        Tensor apart = ((a[0] + a[2] - b[0] - b[2]) / 2).Square() + ((a[1] + a[3] - b[1] - b[3]) / 2).Square();
        Tensor proportions = (4 / (Math.PI * Math.PI)) * (Atan(width2 / height2) - Atan(width1 / height1)).Square();
        Tensor result = overlap - (apart / diagonal + proportions * (proportions / (proportions - overlap + (1 + Epsilon))));
        return result.Reshape(result.Shape[..^1]);
    }

    private static Tensor[] CornersOf(string who, Tensor boxes, string format, Shape? image)
    {
        RequireBoxes(who, boxes);
        if (BoxFormat.Of(who, format).IsRelative && image is null)
        {
            throw new ArgumentException(
                $"{who}: expected the imageShape, (height, width, channels), for boxes in the format '{format}'. Give it.");
        }

        return new BoxFormat("xyxy").ToCorners(ConvertFormat(boxes, format, "xyxy", HeightOf(image), WidthOf(image)));
    }

    private static Tensor Atan(Tensor x) => Tape.Run(MathOps.ArcTangent, x);

    private static Tensor AreaOf(Tensor[] corners) => (corners[2] - corners[0]) * (corners[3] - corners[1]);

    private static Tensor LargestOf(Tensor[] corners) => corners[0].Maximum(corners[1]).Maximum(corners[2]).Maximum(corners[3]);

    // (..., boxes, 1) as (..., 1, boxes).
    private static Tensor AsRow(Tensor column)
    {
        Shape shape = column.Shape[..^1];
        return Tape.Run(s_asRows, column.Reshape(shape));
    }
}
