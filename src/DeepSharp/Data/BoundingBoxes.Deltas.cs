namespace DeepSharp;

public static partial class BoundingBoxes
{
    private const double Epsilon = 1e-7;

    /// <summary>
    /// What a detector learns: by how much boxes are apart from anchors, in widths and heights of the anchors, and logarithms of their
    /// sizes.
    /// </summary>
    /// <param name="anchors">(..., 4).</param>
    /// <param name="boxes">(..., 4), one for each anchor.</param>
    /// <param name="anchorFormat">The format of the anchors.</param>
    /// <param name="boxFormat">The format of the boxes.</param>
    /// <param name="encodingFormat">The order of the numbers: <c>"center_yxhw"</c> or <c>"center_xywh"</c>.</param>
    /// <param name="variance">Four numbers that the results are divided by; null for 1.</param>
    /// <param name="imageShape">(height, width, channels), for boxes that are shares.</param>
    /// <exception cref="ShapeException">Boxes do not fit.</exception>
    /// <exception cref="ArgumentException">There is no such format, or the shape of the images is missing.</exception>
    public static Tensor EncodeBoxToDeltas(
        Tensor anchors, Tensor boxes, string anchorFormat, string boxFormat, string encodingFormat = "center_yxhw", Tensor? variance = null,
        Shape? imageShape = null)
    {
        const string Who = "EncodeBoxToDeltas";
        RequireEncoding(Who, encodingFormat, variance);
        Tensor from = ConvertFormat(anchors, anchorFormat, encodingFormat, HeightOf(imageShape), WidthOf(imageShape));
        Tensor to = ConvertFormat(boxes, boxFormat, encodingFormat, HeightOf(imageShape), WidthOf(imageShape));
        Tensor size = Ends(from).Maximum(Epsilon);
        Tensor deltas = Ops.Concatenate([(Starts(to) - Starts(from)) / size, (Ends(to).Maximum(Epsilon) / size).Log()], -1);
        return variance is null ? deltas : deltas / variance;
    }

    /// <summary>The boxes that <see cref="EncodeBoxToDeltas"/> was given, from what it gave.</summary>
    /// <param name="anchors">(..., 4).</param>
    /// <param name="boxesDelta">(..., 4), one for each anchor.</param>
    /// <param name="anchorFormat">The format of the anchors.</param>
    /// <param name="boxFormat">The format of the results.</param>
    /// <param name="encodedFormat">The order of the numbers: <c>"center_yxhw"</c> or <c>"center_xywh"</c>.</param>
    /// <param name="variance">Four numbers that the deltas were divided by; null for 1.</param>
    /// <param name="imageShape">(height, width, channels), for boxes that are shares.</param>
    /// <exception cref="ShapeException">Boxes do not fit.</exception>
    /// <exception cref="ArgumentException">There is no such format, or the shape of the images is missing.</exception>
    public static Tensor DecodeDeltasToBoxes(
        Tensor anchors, Tensor boxesDelta, string anchorFormat, string boxFormat, string encodedFormat = "center_yxhw",
        Tensor? variance = null,
        Shape? imageShape = null)
    {
        const string Who = "DecodeDeltasToBoxes";
        RequireBoxes(Who, boxesDelta);
        RequireEncoding(Who, encodedFormat, variance);
        Tensor from = ConvertFormat(anchors, anchorFormat, encodedFormat, HeightOf(imageShape), WidthOf(imageShape));
        if (variance is not null) boxesDelta *= variance;
        Tensor boxes = Ops.Concatenate([Starts(boxesDelta) * Ends(from) + Starts(from), Ends(boxesDelta).Exp() * Ends(from)], -1);
        return ConvertFormat(boxes, encodedFormat, boxFormat, HeightOf(imageShape), WidthOf(imageShape));
    }

    private static Tensor Starts(Tensor boxes) => Tape.Run(new ColumnsOp(0, 2), boxes);

    private static Tensor Ends(Tensor boxes) => Tape.Run(new ColumnsOp(2, 2), boxes);

    private static double? HeightOf(Shape? image) => image?[0];

    private static double? WidthOf(Shape? image) => image?[1];

    private static void RequireEncoding(string who, string format, Tensor? variance)
    {
        RequireOne(who, format, "center_xywh", "center_yxhw");
        if (variance is null || (variance.Rank > 0 && variance.Shape[^1] == 4)) return;
        throw new ShapeException($"{who}: expected a variance of 4 numbers but got {variance.Shape}.");
    }
}
