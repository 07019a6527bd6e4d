namespace DeepSharp.Tests.Data;

public class BoundingBoxesTests
{
    // One box of a 1000 x 500 image in all formats.
    private static readonly Dictionary<string, float[]> s_formats = new()
    {
        ["xyxy"] = [10, 20, 110, 220],
        ["yxyx"] = [20, 10, 220, 110],
        ["xywh"] = [10, 20, 100, 200],
        ["center_xywh"] = [60, 120, 100, 200],
        ["center_yxhw"] = [120, 60, 200, 100],
        ["rel_xyxy"] = [.01f, .04f, .11f, .44f],
        ["rel_yxyx"] = [.04f, .01f, .44f, .11f],
        ["rel_xywh"] = [.01f, .04f, .1f, .4f],
        ["rel_center_xywh"] = [.06f, .24f, .1f, .4f],
    };

    [Fact]
    public void Each_format_becomes_each_other()
    {
        foreach ((string source, float[] from) in s_formats)
        {
            foreach ((string target, float[] to) in s_formats)
            {
                Tensor got = BoundingBoxes.ConvertFormat(Tensor.From(from, [1, 4]), source, target.ToUpperInvariant(), height: 500,
                    width: 1000);
                TestData.AssertClose([.. to.Select(value => (double)value)], got.Span, 1e-4, 1e-5, $"{source} to {target}");
            }
        }
    }

    [Fact]
    public void What_is_beyond_the_image_is_cut()
    {
        var boxes = new ImageBoxes(Tensor.From([0, 0, 1.5f, 1.6f, .5f, .4f, .7f, .8f, 2, 0, 3, 1], [3, 4]), Tensor.From([0, 1, 2]));
        ImageBoxes cut = BoundingBoxes.ClipToImageSize(boxes, boundingBoxFormat: "rel_xyxy");
        Assert.Equal([0, 0, 1, 1, .5f, .4f, .7f, .8f, 1, 0, 1, 1], cut.Boxes.ToArray());
        Assert.Equal([0, 1, -1], cut.Labels.ToArray());
        Assert.Equal([0, 0, 1.5f, 1], BoundingBoxes.ClipToImageSize(boxes, height: 1, width: 2).Boxes.ToArray()[..4]);
    }

    [Fact]
    public void Boxes_move_with_parts_and_borders()
    {
        Tensor box = Tensor.From([10, 20, 30, 40], [1, 4]);
        Assert.Equal([0, 5, 18, 20], BoundingBoxes.Crop(box, top: 15, left: 12, height: 20, width: 25).ToArray());
        Assert.Equal([13, 22, 33, 42], BoundingBoxes.Pad(box, top: 2, left: 3).ToArray());
    }

    [Fact]
    public void An_affine_transform_is_that_of_the_corners()
    {
        Tensor box = Tensor.From([10, 20, 30, 40], [1, 1, 4]), zero = Tensor.Zeros([1]), one = Tensor.Ones([1]);
        Assert.Equal([10, 20, 30, 40], Moved(zero, zero, one).ToArray());
        TestData.AssertClose([20, 70, 40, 90], Moved(Tensor.Full([1], 90), zero, one).Span, 1e-4, 0, "turned");
        TestData.AssertClose([-30, -10, 10, 30], Moved(zero, zero, Tensor.Full([1], 2)).Span, 1e-4, 0, "stretched");
        TestData.AssertClose([60, 20, 80, 40], Moved(zero, Tensor.Full([1], 0.5), one).Span, 1e-4, 0, "moved");

        Tensor Moved(Tensor angle, Tensor across, Tensor scale) =>
            BoundingBoxes.AffineTransform(box, angle, across, zero, scale, zero, zero, height: 101, width: 101);
    }

    [Fact]
    public void Deltas_decode_to_what_was_encoded()
    {
        Tensor anchors = Tensor.From([0, 0, 10, 20, 5, 5, 15, 10], [2, 4]), boxes = Tensor.From([2, 4, 10, 20, 4, 4, 20, 12], [2, 4]);
        Tensor deltas = BoundingBoxes.EncodeBoxToDeltas(anchors, boxes, "xyxy", "xyxy", variance: Tensor.From([.1f, .1f, .2f, .2f]));

        // The first box is 2 lower and 1 further right, 16 high of 20 and 8 wide of 10.
        double log = Math.Log(0.8) / 0.2;
        TestData.AssertClose([1, 1, log, log], deltas.ToArray().AsSpan(0, 4), 1e-5, 0, "deltas");
        Tensor back = BoundingBoxes.DecodeDeltasToBoxes(anchors, deltas, "xyxy", "xyxy", variance: Tensor.From([.1f, .1f, .2f, .2f]));
        TestData.AssertClose([2, 4, 10, 20, 4, 4, 20, 12], back.Span, 1e-4, 0, "boxes");
    }

    [Fact]
    public void Overlaps_are_shares_of_the_common_area()
    {
        // Rows are boxes, columns the others: 99 · 99 of 20000 - 99 · 99 in common.
        Tensor a = Tensor.From([100, 101, 200, 201, 0, 2, 1, 3, 1300, 1400, 1500, 1401], [3, 4]);
        Tensor b = Tensor.From([101, 102, 201, 202, 0, 2, 1, 3, 1000, 1400, 1200, 1401], [3, 4]);
        double[] want = [0.96097656633, 0, 0, 0, 1, 0, 0, 0, 0];
        TestData.AssertClose(want, BoundingBoxes.ComputeIoU(a, b, "yxyx").Span, 1e-5, 0, "overlap");
        Tensor both = DeepSharp.Ops.Stack([a, a]);
        Assert.Equal([2, 3, 3], BoundingBoxes.ComputeIoU(both, b, "yxyx").Shape.ToArray());
        TestData.AssertClose([.. want, .. want], BoundingBoxes.ComputeIoU(a.Reshape([1, 3, 4]), DeepSharp.Ops.Stack([b, b]), "yxyx").Span,
            1e-5, 0, "batch");
        Tensor none = Tensor.Full([1, 4], -1);
        Assert.Equal([-1, -1, -1], BoundingBoxes.ComputeIoU(a, none, "xyxy", useMasking: true).ToArray());
    }

    [Fact]
    public void Complete_overlaps_are_those_that_Keras_computes()
    {
        Tensor a = Tensor.From([100, 101, 200, 201, 100, 101, 200, 201, 1000, 1000, 1500, 1500], [3, 4]);
        Tensor b = Tensor.From([101, 102, 201, 202, 150, 150, 250, 250, 2000, 2000, 2500, 2500], [3, 4]);
        TestData.AssertClose([0.96087853672, 0.036492417, -0.44444444435], BoundingBoxes.ComputeCIoU(a, b, "yxyx").Span, 1e-5, 0,
            "overlap");
        var tape = new GradientTape();
        tape.Watch(a);
        Tensor sum = tape.Record(() => BoundingBoxes.ComputeCIoU(a, b, "xyxy").Sum());
        Assert.All(tape.Gradient(sum, a)[0]!.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Tensor box = Tensor.Ones([1, 4]);
        Assert.Contains("unknown bounding box format 'corners'", Assert.Throws<ArgumentException>(() =>
            BoundingBoxes.ConvertFormat(box, "corners", "xyxy")).Message, StringComparison.Ordinal);
        Assert.Contains("expected the height and the width", Assert.Throws<ArgumentException>(() =>
            BoundingBoxes.ConvertFormat(box, "xyxy", "rel_xyxy")).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => BoundingBoxes.ConvertFormat(Tensor.Ones([1, 3]), "xyxy", "xywh"));
        Assert.Throws<ArgumentException>(() => BoundingBoxes.Crop(box, 0, 0, 1, 1, "xywh"));
        Assert.Throws<ArgumentException>(() => BoundingBoxes.ComputeCIoU(box, box, "rel_xyxy"));
        Assert.Throws<ArgumentException>(() => BoundingBoxes.ComputeIoU(box, box, "rel_xyxy"));
        Assert.Throws<ShapeException>(() => BoundingBoxes.ComputeIoU(Tensor.Ones([4]), box, "xyxy"));
        Assert.Throws<ShapeException>(() => BoundingBoxes.EncodeBoxToDeltas(box, box, "xyxy", "xyxy", variance: Tensor.Ones([3])));
        Assert.Throws<ArgumentException>(() => BoundingBoxes.EncodeBoxToDeltas(box, box, "xyxy", "xyxy", "xyxy"));
        Assert.Throws<ArgumentException>(() => BoundingBoxes.ClipToImageSize(new ImageBoxes(box, Tensor.Ones([1]))));
    }
}
