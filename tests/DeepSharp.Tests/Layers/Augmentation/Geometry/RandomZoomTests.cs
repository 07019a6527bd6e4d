using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomZoomTests
{
    private static readonly Tensor s_counts = Tensor.Range(0, 25).Reshape([1, 5, 5, 1]);

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new RandomZoom((0.3, 0.3), (-0.2, -0.2), "wrap", name: "z"), [2, 4, 5, 2], [2, 4, 5, 2], weights: 0,
        (x, _) => SamplingReference.Run(x, [2, 4, 5, 2], [0.8, 0, 2 * 0.2, 0, 1.3, -1.5 * 0.3, 0, 0], "wrap", true, 0));

    // By hand: the middle pixel stays, its neighbours come from 1.5 rows and 1.8 columns away.
    [Fact]
    public void A_factor_above_0_shows_more() => Statistics.AssertNear(
        [0, 0, 0, 0, 0, 0, 2.7, 4.5, 6.3, 0, 0, 10.2, 12, 13.8, 0, 0, 17.7, 19.5, 21.3, 0, 0, 0, 0, 0, 0],
        new RandomZoom((0.5, 0.5), (0.8, 0.8), "constant").Apply(s_counts, training: true).ToArray(), 1e-5);

    [Fact]
    public void A_factor_below_0_shows_less() => Statistics.AssertNear(
        [6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 14, 14.5, 15, 15.5, 16, 16.5, 17, 17.5, 18],
        new RandomZoom((-0.5, -0.5), (-0.5, -0.5), "constant").Apply(s_counts, training: true).ToArray(), 1e-5);

    [Fact]
    public void Without_a_width_factor_both_are_the_same()
    {
        ImageTransformation drawn = new RandomZoom(0.5, seed: 1).Draw([100, 5, 5, 1], training: true);
        for (int i = 0; i < 100; i++) Assert.Equal(drawn[i][0], drawn[i][4]);
    }

    [Fact]
    public void Factors_are_anywhere_in_the_ranges()
    {
        var layer = new RandomZoom(0.5, (0.1, 0.2), seed: 1);
        Statistics.AssertUniform(Statistics.Column(layer, 4), 0.5, 1.5);
        Statistics.AssertUniform(Statistics.Column(layer, 0), 1.1, 1.2);
    }

    [Fact]
    public void What_is_no_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomZoom(0.5, (0, 1.1)));
    }
}
