using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

public class AlphaDropoutTests
{
    private static readonly double s_limit = -1.6732632423543772 * 1.0507009873554805;

    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new AlphaDropout(0.3, noiseShape: [Shape.Any, 1, 4], seed: 7, name: "a");
        LayerTester.CheckShapes(Create, [2, 3, 4], [2, 3, 4], weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [512, 32, 4]);
        LayerTester.CheckAllocations(Create, [8, 3, 4]);
    }

    [Fact]
    public void Dropped_values_become_the_limit_and_all_are_scaled_and_shifted()
    {
        const double Rate = 0.2;
        double a = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * s_limit * s_limit)), b = -a * s_limit * Rate;
        float[] y = new AlphaDropout(Rate, seed: 3).Apply(Tensor.Full([100, 100], 0.5f), training: true).ToArray();
        int dropped = y.Count(value => Math.Abs(value - (a * s_limit + b)) < 1e-5), kept = y.Count(value => Math.Abs(value - (a * 0.5 + b)) < 1e-5);
        Assert.Equal(y.Length, dropped + kept);
        Assert.InRange(dropped / (double)y.Length, Rate - 0.024, Rate + 0.024);   // six standard errors
    }

    [Fact]
    public void Mean_and_variance_stay()
    {
        Tensor x = Tensor.RandomNormal([200, 200], seed: 5);
        float[] y = new AlphaDropout(0.3, seed: 9).Apply(x, training: true).ToArray();
        double mean = y.Average();
        Assert.InRange(mean, -0.03, 0.03);
        Assert.InRange(y.Average(value => (value - mean) * (value - mean)), 0.96, 1.04);
    }

    [Fact]
    public void The_gradient_goes_where_the_values_went()
    {
        var layer = new AlphaDropout(0.5, seed: 3);
        Tensor x = Tensor.Full([10, 10], 4f);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));
        float[] gradient = tape.Gradient(y, x)[0]!.ToArray();
        Assert.Equal(y.ToArray().Select(value => value > 0), gradient.Select(value => value > 0));
    }

    [Fact]
    public void Does_nothing_in_inference() => Assert.Equal([1f], new AlphaDropout(0.5).Apply(Tensor.Ones([1])).ToArray());

    [Fact]
    public void Rates_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(0.5, noiseShape: [0, 1]));
    }
}
