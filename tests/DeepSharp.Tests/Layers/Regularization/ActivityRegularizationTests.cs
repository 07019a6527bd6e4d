using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

public class ActivityRegularizationTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new ActivityRegularization(0.1, 0.05, name: "a");
        LayerTester.CheckShapes(Create, [2, 3], [2, 3], weights: 0);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckAllocations(Create, [2, 3]);
    }

    [Fact]
    public void Adds_magnitudes_and_squares_a_sample_to_the_loss()
    {
        var layer = new ActivityRegularization(l1: 0.5, l2: 0.25);
        Tensor x = Tensor.From([1, -2, 3, 0], [2, 2]);
        var tape = new GradientTape();
        Tensor loss = tape.Record(() =>
        {
            Assert.Same(x, layer.Apply(x, training: true));
            return Assert.Single(layer.Losses);
        });
        Assert.Equal((0.5f * 6 + 0.25f * 14) / 2, loss.ToArray()[0]);
    }

    [Fact]
    public void The_config_has_the_numbers_and_no_regularizer()
    {
        string config = new ActivityRegularization(0.1, name: "a").ToConfig()["config"]!.ToJsonString();
        Assert.EndsWith("\"l1\":0.1,\"l2\":0}", config, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_numbers_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ActivityRegularization(l2: -1));
}
