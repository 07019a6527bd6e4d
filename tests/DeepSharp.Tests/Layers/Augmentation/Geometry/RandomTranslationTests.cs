using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomTranslationTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new RandomTranslation((0.3, 0.3), (-0.5, -0.5), name: "t"), [2, 4, 5, 2], [2, 4, 5, 2], weights: 0,
        (x, _) => SamplingReference.Run(x, [2, 4, 5, 2], [1, 0, 2.5, 0, 1, -1.2, 0, 0], "reflect", true, 0));

    [Theory]
    [InlineData("reflect", new float[] { 3, 4, 5, 6, 5, 6 })]
    [InlineData("constant", new float[] { 3, 4, 5, 6, 9, 9 })]
    [InlineData("wrap", new float[] { 3, 4, 5, 6, 1, 2 })]
    public void Up_by_a_third_is_a_row_of_three(string fillMode, float[] want) => Assert.Equal(
        want, new RandomTranslation((-1 / 3.0, -1 / 3.0), 0, fillMode, "nearest", fillValue: 9).Apply(Tensor.Range(1, 7).Reshape([1, 3, 2,
        1])).ToArray());

    [Fact]
    public void Boxes_and_masks_move_along()
    {
        var layer = new RandomTranslation((0.25, 0.25), (-0.5, -0.5), "constant") { BoundingBoxFormat = "rel_xyxy" };
        Tensor image = Tensor.Range(1, 17).Reshape([1, 4, 4, 1]);
        var data = new ImageBatch(image)
        {
            SegmentationMasks = image,
            BoundingBoxes = new(Tensor.From([.5f, 0, 1, .5f, 0, 0, .25f, .25f], [1, 2, 4]), Tensor.From([1, 2], [1, 2])),
        };
        ImageBatch moved = layer.Apply(data);
        Assert.Equal([0, 0, 0, 0, 3, 4, 0, 0, 7, 8, 0, 0, 11, 12, 0, 0], moved.Images.ToArray());
        Assert.Equal(moved.Images.ToArray(), moved.SegmentationMasks!.ToArray());

        // The second one has left the image.
        Statistics.AssertNear([0, .25, .5, .75, 0, .25, 0, .5], moved.BoundingBoxes!.Boxes.ToArray(), 1e-6);
        Assert.Equal([1, -1], moved.BoundingBoxes.Labels.ToArray());
    }

    [Fact]
    public void Distances_are_anywhere_in_the_ranges()
    {
        var layer = new RandomTranslation(0.5, (0, 0.25), seed: 1);
        Statistics.AssertUniform(Statistics.Column(layer, 5), -4, 4);
        Statistics.AssertUniform(Statistics.Column(layer, 2), -2, 0);
    }

    [Fact]
    public void What_is_no_range_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new RandomTranslation(0, (-1.1, 0)));
}
