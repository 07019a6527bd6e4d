using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomPerspectiveTests
{
    [Fact]
    public void Pixels_come_from_where_the_map_says()
    {
        Tensor x = LayerTester.RandomInput([1, 6, 7, 2]);
        float[] map = new RandomPerspective(1, 0.6, seed: 5).Draw(x.Shape, training: true)[0].ToArray();
        double[] numbers = [.. map.Select(value => (double)value)];
        Assert.NotEqual(0, numbers[6]);
        GradientCheck.Run(
            () => new RandomPerspective(1, 0.6, fillValue: 0.25, seed: 5).Apply(x, training: true), [x],
            at => SamplingReference.Run(at[0], [1, 6, 7, 2], numbers, "constant", true, 0.25));
    }

    // A square of four pixels shown on a quarter of it.
    [Fact]
    public void The_map_takes_corners_to_corners()
    {
        float[] map = new float[8];
        Homography.Find([0, 0, 1, 0, 0, 1, 1, 1], [0, 0, 3, 0, 0, 3, 3, 3], map);
        Statistics.AssertNear([3, 0, 0, 0, 3, 0, 0, 0], map, 1e-6);
        double[] corners = [0, 0, 8, 1, 1, 9, 7, 8], targets = [0, 0, 7, 0, 0, 9, 7, 9];
        Homography.Find(corners, targets, map);
        for (int i = 0; i < 8; i += 2)
        {
            double k = map[6] * corners[i] + map[7] * corners[i + 1] + 1;
            Assert.Equal(targets[i], (map[0] * corners[i] + map[1] * corners[i + 1] + map[2]) / k, 1e-4);
            Assert.Equal(targets[i + 1], (map[3] * corners[i] + map[4] * corners[i + 1] + map[5]) / k, 1e-4);
        }

        Homography.Find([0, 0, 0, 0, 0, 0, 0, 0], targets, map);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0], map);
    }

    // Numbers that Keras's tests have for these corners.
    [Theory]
    [InlineData(new double[] { 0, 0, 8.151311, 0, 0, 12.695701, 9.2712054, 10.524198 }, new[] { 2.6490488, 1.1149256, 5.2026834,
        3.6187303, 7.5547166, 4.2492595, 8, 6.869391 })]
    [InlineData(new double[] { 0, 0, 4.151311, 0, 0, 6.695701, 4.2712054, 7.524198 }, new[] { 1.095408, 0.7504317, 2.2761598, 2.3389952,
        3.5416048, 3.2349987, 4.920989, 5.0568376 })]
    public void Boxes_become_those_around_what_they_are_moved_to(double[] corners, double[] want)
    {
        Tensor numbers = Tensor.Zeros([1, 8]);
        Homography.Find(corners, [0, 0, 7, 0, 0, 9, 7, 9], numbers.Span);
        var transformation = new ImageTransformation(numbers, [1, 10, 8, 3], new RandomStream(1), 0, isTraining: true);
        var boxes = new ImageBoxes(Tensor.From([2, 1, 4, 3, 6, 4, 8, 6], [1, 2, 4]), Tensor.From([1, 2], [1, 2]));
        Statistics.AssertNear(want, new RandomPerspective().TransformBoundingBoxes(boxes, transformation).Boxes.ToArray(), 1e-3);
    }

    [Fact]
    public void An_image_is_changed_with_the_probability()
    {
        var layer = new RandomPerspective((0.3, 0.3), 0.5, seed: 1);
        Statistics.AssertShare([.. Statistics.Column(layer, 6).Select(value => value != 0)], 0.3);
        Tensor x = LayerTester.RandomInput([2, 5, 6, 3]);
        Assert.Equal(x.ToArray(), new RandomPerspective(0).Apply(x, training: true).ToArray());
        Assert.Equal([1, 1, 5, 1], new RandomPerspective(1).Apply(Tensor.Ones([1, 1, 5, 1]), training: true).Shape.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPerspective(1, 1.5));
    }
}
