using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

public class StochasticDepthTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create()
        {
            DeepSharpRuntime.SetRandomSeed(7);
            return new StochasticDepth(0.3, name: "d");
        }

        LayerTester.CheckShapes(Create, [2, 3, 4], [2, 3, 4], weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 32, 32]);
        LayerTester.CheckAllocations(Create, [8, 10, 10]);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    public void Drops_its_share_of_the_samples_whole_and_scales_the_others_up(double rate)
    {
        const int Samples = 20_000, Size = 6;
        float[] y = new StochasticDepth(rate).Apply(Tensor.Ones([Samples, 2, 3]), training: true).ToArray();

        int dropped = 0;
        for (int i = 0; i < Samples; i++)
        {
            float[] sample = y[(i * Size)..(i * Size + Size)];
            Assert.All(sample, value => Assert.Equal(sample[0], value));
            Assert.True(sample[0] == 0 || sample[0] == 1f / (1f - (float)rate), $"{sample[0]}");
            if (sample[0] == 0) dropped++;
        }

        // Six standard deviations of a binomial share.
        double range = 6 * Math.Sqrt(rate * (1 - rate) / Samples);
        Assert.InRange(dropped / (double)Samples, rate - range, rate + range);
    }

    [Fact]
    public void Does_nothing_in_inference_and_at_rate_0()
    {
        Tensor x = LayerTester.RandomInput([4, 5]);
        Assert.Same(x, new StochasticDepth(0.5).Apply(x));
        Assert.Same(x, new StochasticDepth(0).Apply(x, training: true));
    }

    [Fact]
    public void At_rate_1_nothing_is_left() =>
        Assert.Equal([0, 0], new StochasticDepth(1).Apply(Tensor.Ones([1, 2]), training: true).ToArray());

    [Fact]
    public void Takes_samples_of_any_rank_in_turn()
    {
        var layer = new StochasticDepth(0.5);
        foreach (Shape shape in (Shape[])[[4], [4, 2], [4, 2, 1, 3], [4, 2]]) Assert.Equal(shape, layer.Apply(Tensor.Ones(shape), training: true).Shape);
        Assert.Contains("(batch, ...)", ShapeError.Of(() => layer.Apply(Tensor.Ones([]), training: true)));
    }

    [Fact]
    public void The_gradient_goes_where_the_values_went()
    {
        var layer = new StochasticDepth(0.5);
        Tensor x = Tensor.Ones([20, 3]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));
        Assert.Equal(y.ToArray(), tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void A_config_of_Keras_is_read_and_written()
    {
        const string Config = """
            {"module":"keras.src.applications.convnext","class_name":"StochasticDepth","config":{"name":"d","trainable":true,
            "dtype":"float32","drop_path_rate":0.1},"registered_name":"StochasticDepth"}
            """;
        var layer = (StochasticDepth)Layer.FromConfig(JsonNode.Parse(Config)!);
        Assert.Equal(0.1f, layer.DropPathRate);
        JsonObject written = layer.ToConfig();
        Assert.Equal("keras.src.applications.convnext StochasticDepth", $"{written["module"]} {written["registered_name"]}");
        Assert.Equal("name trainable dtype drop_path_rate", string.Join(' ', written["config"]!.AsObject().Select(entry => entry.Key)));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_rate_outside_0_to_1_is_refused(double rate) => Assert.StartsWith(
        "StochasticDepth 'd': expected dropPathRate from 0 to 1 but got",
        Assert.Throws<ArgumentOutOfRangeException>(() => new StochasticDepth(rate, name: "d")).Message, StringComparison.Ordinal);
}
