using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomFlipTests
{
    [Theory]
    [InlineData("horizontal", new float[] { 3, 4, 1, 2, 7, 8, 5, 6 })]
    [InlineData("vertical", new float[] { 5, 6, 7, 8, 1, 2, 3, 4 })]
    [InlineData("horizontal_and_vertical", new float[] { 7, 8, 5, 6, 3, 4, 1, 2 })]
    public void Images_are_turned_over_or_stay(string mode, float[] turned)
    {
        Tensor image = Tensor.Range(1, 9).Reshape([1, 2, 2, 2]);
        Tensor x = DeepSharp.Ops.Concatenate([.. Enumerable.Repeat(image, 400)]);
        float[] y = new RandomFlip(mode, seed: 1).Apply(x, training: true).ToArray();
        bool[] isTurned = [.. y.Chunk(8).Select(each => each.SequenceEqual(turned))];
        Assert.All(y.Chunk(8), each => Assert.True(each.SequenceEqual(turned) || each.SequenceEqual(image.ToArray())));
        Statistics.AssertShare(isTurned, 0.5);
    }

    [Fact]
    public void Boxes_labels_and_masks_move_along()
    {
        var layer = new RandomFlip("horizontal", seed: 1) { BoundingBoxFormat = "xyxy" };
        Tensor images = Tensor.RandomUniform([40, 4, 6, 3], seed: 2);
        float[] box = [1, 1, 3, 2];
        var data = new ImageBatch(images)
        {
            Labels = Tensor.Range(0, 40).Reshape([40, 1]),
            SegmentationMasks = images.Slice(0, 40),
            BoundingBoxes = new(Tensor.From([.. Enumerable.Repeat(box, 40).SelectMany(each => each)], [40, 1, 4]), Tensor.Ones([40, 1])),
        };
        ImageBatch moved = layer.Apply(data);
        Assert.Same(data.Labels, moved.Labels);
        Assert.Equal(moved.Images.ToArray(), moved.SegmentationMasks!.ToArray());
        for (int i = 0; i < 40; i++)
        {
            bool isTurned = !moved.Images.Slice(i, 1).ToArray().SequenceEqual(images.Slice(i, 1).ToArray());
            Assert.Equal(isTurned ? [3, 1, 5, 2] : box, moved.BoundingBoxes!.Boxes.Slice(i, 1).ToArray());
        }

        ImageBatch same = layer.Apply(data, training: false);
        Assert.Same(data.Images, same.Images);
        Assert.Same(data.BoundingBoxes, same.BoundingBoxes);
    }

    [Fact]
    public void One_image_takes_its_parts_without_a_batch()
    {
        var layer = new RandomFlip("vertical", seed: 1) { BoundingBoxFormat = "yxyx" };
        var data = new ImageBatch(Tensor.Range(1, 5).Reshape([2, 2, 1]))
        {
            Labels = Tensor.From([1, 0]),
            BoundingBoxes = new(Tensor.From([0, 0, 1, 2], [1, 4]), Tensor.From([3])),
        };
        ImageBatch moved = data;
        while (moved.Images.ToArray()[0] == 1) moved = layer.Apply(data);
        Assert.Equal([2, 2, 1], moved.Images.Shape.ToArray());
        Assert.Equal([2], moved.Labels!.Shape.ToArray());
        Assert.Equal([1, 0, 2, 2], moved.BoundingBoxes!.Boxes.ToArray());
        Assert.Equal([1, 4], moved.BoundingBoxes.Boxes.Shape.ToArray());
    }

    [Fact]
    public void What_does_not_belong_to_the_images_is_refused()
    {
        Tensor images = Tensor.Ones([2, 4, 4, 3]);
        var boxes = new ImageBoxes(Tensor.Ones([2, 1, 4]), Tensor.Ones([2, 1]));
        Assert.Contains("expected to know the format of the bounding boxes",
            Assert.Throws<InvalidOperationException>(() =>
                new RandomFlip().Apply(new ImageBatch(images) { BoundingBoxes = boxes })).Message, StringComparison.Ordinal);
        var layer = new RandomFlip(name: "f") { BoundingBoxFormat = "xyxy" };
        Assert.StartsWith("RandomFlip 'f': expected labels for 2 images but got (3, 1)",
            Assert.Throws<ShapeException>(() =>
                layer.Apply(new ImageBatch(images) { Labels = Tensor.Ones([3, 1]) })).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => layer.Apply(new ImageBatch(images) { SegmentationMasks = Tensor.Ones([2, 4, 5, 1]) }));
        Assert.Throws<ShapeException>(() =>
            layer.Apply(new ImageBatch(images) { BoundingBoxes = boxes with { Labels = Tensor.Ones([2, 2]) } }));
        Assert.Throws<ArgumentException>(() => new RandomFlip { BoundingBoxFormat = "corners" });
        Assert.Contains("expected the mode horizontal", Assert.Throws<ArgumentException>(() =>
            new RandomFlip("sideways")).Message, StringComparison.Ordinal);
    }
}
