namespace DeepSharp;

public static partial class BoundingBoxes
{
    /// <summary>The boxes around what boxes become where images are turned, stretched, slanted and moved about a point.</summary>
    /// <param name="boxes">(batch, boxes, 4), in pixels.</param>
    /// <param name="angle">Of each image, in degrees; as <see cref="Layers.RandomRotation"/> turns.</param>
    /// <param name="translateX">Of each image, a share of the width less 1.</param>
    /// <param name="translateY">Of each image, a share of the height less 1.</param>
    /// <param name="scale">Of each image.</param>
    /// <param name="shearX">Of each image, in degrees.</param>
    /// <param name="shearY">Of each image, in degrees.</param>
    /// <param name="height">Of the images.</param>
    /// <param name="width">Of the images.</param>
    /// <param name="centerX">The point, a share of the width less 1; null for the middle.</param>
    /// <param name="centerY">The point, a share of the height less 1; null for the middle.</param>
    /// <param name="boundingBoxFormat"><c>"xyxy"</c>, the only one there is.</param>
    /// <exception cref="ShapeException">The boxes are no batch, or there is not one number an image.</exception>
    /// <exception cref="ArgumentException">The format is another one.</exception>
    public static Tensor AffineTransform(
        Tensor boxes, Tensor angle, Tensor translateX, Tensor translateY, Tensor scale, Tensor shearX, Tensor shearY, int height, int width,
        double? centerX = null, double? centerY = null, string boundingBoxFormat = "xyxy")
    {
        RequireBoxes("AffineTransform", boxes);
        RequireOne("AffineTransform", boundingBoxFormat, "xyxy");
        if (boxes.Rank != 3) throw new ShapeException($"AffineTransform: expected boxes (batch, boxes, 4) but got {boxes.Shape}.");
        foreach (Tensor each in (ReadOnlySpan<Tensor>)[angle, translateX, translateY, scale, shearX, shearY])
        {
            ArgumentNullException.ThrowIfNull(each);
            if (each.Size == boxes.Shape[0]) continue;
            throw new ShapeException($"AffineTransform: expected a number for each of {boxes.Shape[0]} images but got {each.Shape}.");
        }

        Tensor moved = Tensor.Zeros(boxes.Shape);
        int size = boxes.Shape[1] * 4;
        Span<double> matrix = stackalloc double[6];
        for (int i = 0; i < boxes.Shape[0]; i++)
        {
            FillInverse(
                matrix, angle.Span[i], shearX.Span[i], shearY.Span[i], scale.Span[i], (centerX ?? 0.5) * (width - 1),
                (centerY ?? 0.5) * (height - 1),
                -translateX.Span[i] * (width - 1), -translateY.Span[i] * (height - 1));
            for (int box = i * size; box < (i + 1) * size; box += 4) Bound(matrix, boxes.Span.Slice(box, 4), moved.Span.Slice(box, 4));
        }

        return moved;
    }

    /// <summary>The box around the corners of a box once they are moved.</summary>
    internal static void Bound(ReadOnlySpan<double> matrix, ReadOnlySpan<float> box, Span<float> moved)
    {
        (double left, double top, double right, double bottom) =
            (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        for (int corner = 0; corner < 4; corner++)
        {
            double x = box[corner % 2 * 2], y = box[corner / 2 * 2 + 1], w = 1;
            if (matrix.Length > 6) w = matrix[6] * x + matrix[7] * y + matrix[8];
            double across = (matrix[0] * x + matrix[1] * y + matrix[2]) / w, down = (matrix[3] * x + matrix[4] * y + matrix[5]) / w;
            (left, right) = (Math.Min(left, across), Math.Max(right, across));
            (top, bottom) = (Math.Min(top, down), Math.Max(bottom, down));
        }

        (moved[0], moved[1], moved[2], moved[3]) = ((float)left, (float)top, (float)right, (float)bottom);
    }

    // The inverse of turning, slanting and stretching about a point, as keras.utils.bounding_boxes.affine_transform has it.
    private static void FillInverse(
        Span<double> matrix, double angle, double shearX, double shearY, double scale, double x, double y, double across, double down)
    {
        double turn = -angle * Math.PI / 180, slantX = -shearX * Math.PI / 180, slantY = -shearY * Math.PI / 180;
        double a = Math.Cos(turn - slantY) / Math.Cos(slantY), b = a * Math.Tan(slantX) + Math.Sin(turn);
        double c = -Math.Sin(turn - slantY) / Math.Cos(slantY), d = Math.Cos(turn) - c * Math.Tan(slantX);
        (matrix[0], matrix[1], matrix[3], matrix[4]) = (d * scale, -b * scale, -c * scale, a * scale);
        matrix[2] = x - matrix[0] * (x + across) - matrix[1] * (y + down);
        matrix[5] = y - matrix[3] * (x + across) - matrix[4] * (y + down);
    }
}
