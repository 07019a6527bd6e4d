using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomCropTests
{
    [Fact]
    public void All_places_are_equally_likely_and_the_same_for_a_batch()
    {
        var layer = new RandomCrop(2, 3, seed: 1);
        Tensor x = Tensor.Range(0, 30).Reshape([1, 5, 6, 1]);
        var counts = new Dictionary<float, int>();
        for (int i = 0; i < 4000; i++)
        {
            float[] y = layer.Apply(DeepSharp.Ops.Concatenate([x, x]), training: true).ToArray();
            Assert.Equal([y[0], y[0] + 1, y[0] + 2, y[0] + 6, y[0] + 7, y[0] + 8], y[..6]);
            Assert.Equal(y[..6], y[6..]);
            counts[y[0]] = counts.GetValueOrDefault(y[0]) + 1;
        }

        Assert.Equal(16, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 150, 350));
    }

    [Fact]
    public void In_inference_the_largest_part_in_the_middle_is_resized()
    {
        // Of 4 x 6 pixels the middle 4 x 4, by half.
        Tensor x = Tensor.Range(0, 24).Reshape([1, 4, 6, 1]);
        float[] want = new Resizing(2, 2, cropToAspectRatio: true).Apply(x).ToArray();
        Assert.Equal(want, new RandomCrop(2, 2).Apply(x, training: false).ToArray());
        Assert.Equal(new Resizing(8, 8, cropToAspectRatio: true).Apply(x).ToArray(), new RandomCrop(8, 8).Apply(x,
            training: true).ToArray());
    }

    [Fact]
    public void Boxes_and_masks_move_along()
    {
        var layer = new RandomCrop(3, 4, seed: 1) { BoundingBoxFormat = "xyxy" };
        Tensor x = Tensor.Range(0, 48).Reshape([1, 6, 8, 1]);
        var data = new ImageBatch(x)
        {
            SegmentationMasks = x,
            BoundingBoxes = new(Tensor.From([2, 1, 7, 4], [1, 1, 4]), Tensor.Ones([1, 1])),
        };
        ImageBatch cut = layer.Apply(data);
        (int row, int column) = Math.DivRem((int)cut.Images.ToArray()[0], 8);
        Assert.Equal(cut.Images.ToArray(), cut.SegmentationMasks!.ToArray());
        float[] want = [Math.Clamp(2 - column, 0, 4), Math.Clamp(1 - row, 0, 3), Math.Clamp(7 - column, 0, 4), Math.Clamp(4 - row, 0, 3)];
        Assert.Equal(want, cut.BoundingBoxes!.Boxes.ToArray());

        // The middle 6 x 8 by half.
        Assert.Equal([1, .5f, 3.5f, 2], layer.Apply(data, training: false).BoundingBoxes!.Boxes.ToArray());
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, int.MinValue)]
    public void Sizes_below_1_are_refused(int height, int width) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new RandomCrop(height, width));

    [Fact]
    public void What_no_array_holds_is_refused() =>
        Assert.Throws<ShapeException>(() => new RandomCrop(int.MaxValue, 3).Apply(Tensor.Ones([1, 4, 4, 1])));
}
