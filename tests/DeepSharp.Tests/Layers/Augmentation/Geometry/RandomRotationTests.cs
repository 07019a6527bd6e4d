using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomRotationTests
{
    [Theory]
    [InlineData("reflect", "bilinear")]
    [InlineData("constant", "bilinear")]
    [InlineData("wrap", "bilinear")]
    [InlineData("nearest", "bilinear")]
    [InlineData("reflect", "nearest")]
    [InlineData("constant", "nearest")]
    public void Holds_what_every_layer_holds(string fillMode, string interpolation) => LayerTester.Check(
        () => new RandomRotation((0.06, 0.06), fillMode, interpolation, fillValue: 0.5, name: "r"), [2, 5, 6, 2], [2, 5, 6, 2], weights: 0,
        (x, _) => SamplingReference.Run(x, [2, 5, 6, 2], Map(0.06, 5, 6), fillMode, interpolation == "bilinear", 0.5));

    [Fact]
    public void A_quarter_of_a_turn_is_counterclockwise()
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [1, 2, 2, 1]);
        float[] y = new RandomRotation((0.25, 0.25)).Apply(x, training: true).ToArray();
        Assert.Equal([2, 4, 1, 3], y.Select(value => (int)MathF.Round(value)));
    }

    [Fact]
    public void Boxes_turn_along()
    {
        var layer = new RandomRotation((0.25, 0.25)) { BoundingBoxFormat = "xywh" };
        var data = new ImageBatch(Tensor.Ones([1, 9, 9, 1]))
        {
            BoundingBoxes = new(Tensor.From([5, 1, 2, 3], [1, 1, 4]), Tensor.From([7], [1, 1])),
        };
        ImageBoxes boxes = layer.Apply(data).BoundingBoxes!;

        // About the middle (4, 4): columns 5 to 7 become rows 8 - 7 to 8 - 5, rows 1 to 4 become columns.
        Statistics.AssertNear([1, 1, 3, 2], boxes.Boxes.ToArray(), 1e-4);
        Assert.Equal([7], boxes.Labels.ToArray());
    }

    [Fact]
    public void Angles_are_anywhere_in_the_range()
    {
        var layer = new RandomRotation((-0.1, 0.3), seed: 1);
        ImageTransformation drawn = layer.Draw([4000, 3, 3, 1], training: true);
        double[] turns = [.. Enumerable.Range(0, 4000).Select(i => Math.Atan2(drawn[i][3], drawn[i][0]) / Math.Tau)];
        Statistics.AssertUniform(turns, -0.1, 0.3);
    }

    [Fact]
    public void What_is_no_range_is_refused()
    {
        Assert.Contains("expected factor to be a number, or a pair of numbers, from -1 to 1 but got 1.5",
            Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(1.5, name: "r")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotation(double.NaN));
        Assert.Throws<ArgumentException>(() => new RandomRotation(0.1, "mirror"));
        Assert.Throws<ArgumentException>(() => new RandomRotation(0.1, "sideways"));
        Assert.Throws<ArgumentException>(() => new RandomRotation(0.1, interpolation: "bicubic"));
    }

    private static double[] Map(double turns, int height, int width)
    {
        (double sin, double cos) = Math.SinCos(turns * Math.Tau);
        double x = (width - 1) / 2.0, y = (height - 1) / 2.0;
        return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0];
    }
}
