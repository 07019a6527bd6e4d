using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Regularization;

/// <summary>Normal numbers that are added, and such that are factors.</summary>
public class GaussianNoiseTests
{
    public static TheoryData<string> Classes => ["GaussianNoise", "GaussianDropout"];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Holds_what_every_layer_holds(string name)
    {
        Layer Create() => CreateLayer(name, 0.3);
        LayerTester.CheckShapes(Create, [2, 3, 4], [2, 3, 4], weights: 0, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 1024]);
        LayerTester.CheckAllocations(Create, [8, 100]);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Does_nothing_in_inference_and_at_0(string name)
    {
        Tensor x = LayerTester.RandomInput([4, 5]);
        Assert.Same(x, CreateLayer(name, 0.3).Apply(x));
        Assert.Same(x, CreateLayer(name, 0).Apply(x, training: true));
    }

    [Theory]
    [InlineData("GaussianNoise", 0.3)]
    [InlineData("GaussianDropout", 0.65465)] // √(0.3/0.7)
    public void Draws_numbers_of_the_deviation_around_the_input(string name, double deviation)
    {
        const int Count = 40_000;
        float[] y = CreateLayer(name, 0.3).Apply(Tensor.Ones([100, Count / 100]), training: true).ToArray();
        double mean = y.Average(), got = Math.Sqrt(y.Average(value => (value - mean) * (value - mean)));

        // Six standard errors.
        Assert.InRange(mean, 1 - 6 * deviation / Math.Sqrt(Count), 1 + 6 * deviation / Math.Sqrt(Count));
        Assert.InRange(got, deviation - 6 * deviation / Math.Sqrt(2 * Count), deviation + 6 * deviation / Math.Sqrt(2 * Count));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_gradient_is_that_of_the_numbers_that_were_drawn(string name)
    {
        Layer layer = CreateLayer(name, 0.3);
        Tensor x = Tensor.Full([5, 4], 2f);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));
        float[] want = [.. y.ToArray().Select(value => name == "GaussianNoise" ? 1f : value / 2f)];
        Assert.Equal(want, tape.Gradient(y, x)[0]!.ToArray());
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(double.NaN));
    }

    private static Layer CreateLayer(string name, double amount) =>
        name == "GaussianNoise" ? new GaussianNoise(amount, seed: 7, name: "n") : new GaussianDropout(amount, seed: 7, name: "n");
}
