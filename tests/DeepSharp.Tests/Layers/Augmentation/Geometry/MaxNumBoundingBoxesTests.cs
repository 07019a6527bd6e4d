using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class MaxNumBoundingBoxesTests
{
    [Theory]
    [InlineData(1, new float[] { 1, 2, 3, 4, 9, 10, 11, 12 }, new float[] { 1, 3 })]
    [InlineData(3, new float[] { 1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, 9, 10, 11, 12, 13, 14, 15, 16, -1, -1, -1, -1 }, new float[] { 1,
        2, -1, 3, 4, -1 })]
    public void Boxes_are_left_out_or_filled_in(int most, float[] boxes, float[] labels)
    {
        var data = new ImageBatch(Tensor.Ones([2, 4, 4, 3]))
        {
            BoundingBoxes = new(Tensor.Range(1, 17).Reshape([2, 2, 4]), Tensor.Range(1, 5).Reshape([2, 2])),
        };
        foreach (bool training in new[] { true, false })
        {
            ImageBatch got = new MaxNumBoundingBoxes(most) { BoundingBoxFormat = "rel_xyxy" }.Apply(data, training);
            Assert.Equal([2, most, 4], got.BoundingBoxes!.Boxes.Shape.ToArray());
            Assert.Equal(boxes, got.BoundingBoxes.Boxes.ToArray());
            Assert.Equal(labels, got.BoundingBoxes.Labels.ToArray());
            Assert.Same(data.Images, got.Images);
        }
    }

    [Fact]
    public void A_number_below_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNumBoundingBoxes(0));
}
