using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomShearTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        // With this seed the sign of the first image's factors stays; both have the same pixels.
        double sign = Math.Sign(new RandomShear((0.3, 0.3), seed: 1).Draw([1, 4, 5, 2], training: true)[0][1]);
        LayerTester.CheckGradients(
            () => new RandomShear((0.3, 0.3), (0.2, 0.2), fillMode: "nearest", seed: 1, name: "s"), [1, 4, 5, 2],
            (x, _) => SamplingReference.Run(x, [1, 4, 5, 2], [1, sign * 0.3, 0, sign * 0.2, 1, 0, 0, 0], "nearest", true, 0));
    }

    [Fact]
    public void Signs_change_for_half_of_the_images()
    {
        double[] x = Statistics.Column(new RandomShear((0.2, 0.4), seed: 3), 1);
        Statistics.AssertShare([.. x.Select(value => value < 0)], 0.5);
        Statistics.AssertUniform([.. x.Select(Math.Abs)], 0.2, 0.4);
        Statistics.AssertUniform(Statistics.Column(new RandomShear(yFactor: 0.4, seed: 3), 3), -0.4, 0.4);
    }

    [Fact]
    public void A_config_of_Keras_has_numbers_below_0()
    {
        Layer read = Layer.FromConfig(new RandomShear(0.2).ToConfig());
        Assert.Equal(new FactorRange(-0.2, 0.2), ((RandomShear)read).XFactor);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShear(-0.2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShear(yFactor: 1.2));
    }
}
