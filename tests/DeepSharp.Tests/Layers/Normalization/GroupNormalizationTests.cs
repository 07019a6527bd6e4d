using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Normalization;

public class GroupNormalizationTests
{
    private const double Epsilon = 1e-3f;

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GroupNormalization(2, name: "g"), input: [2, 3, 2, 6], output: [2, 3, 2, 6], weights: 2,
        (x, w) => Reference(x, w[0], w[1], 2, 6, 2));

    [Fact]
    public void Holds_it_with_a_group_a_channel_and_without_scale() => LayerTester.Check(
        () => new GroupNormalization(-1, scale: false, name: "g"), input: [3, 4, 3], output: [3, 4, 3], weights: 1,
        (x, w) => Reference(x, null, w[0], 3, 3, 3));

    [Fact]
    public void Holds_it_with_one_group_and_without_center_of_rank_2() => LayerTester.Check(
        () => new GroupNormalization(1, center: false, epsilon: Epsilon, name: "g"), input: [3, 5], output: [3, 5], weights: 1,
        (x, w) => Reference(x, w[0], null, 3, 5, 1));

    [Fact]
    public void Holds_it_with_the_channels_on_another_axis() => LayerTester.Check(
        () => new GroupNormalization(2, axis: 1, name: "g"), input: [2, 4, 3], output: [2, 4, 3], weights: 2,
        (x, w) => Swapped(Reference(Swapped(x, 2, 4, 3), w[0], w[1], 2, 4, 2), 2, 3, 4));

    [Fact]
    public void Large_samples_hold_it_on_any_number_of_threads() => LayerTester.CheckThreads(
        () => new GroupNormalization(8, name: "g"), [1, 64, 64, 32]);

    [Fact]
    public void A_large_mean_takes_nothing_of_the_result()
    {
        Tensor x = Tensor.From([4096, 4097, 4098, 4099], [1, 4, 1]);
        double[] want = [-1.3416, -0.4472, 0.4472, 1.3416];
        TestData.AssertClose(want, new GroupNormalization(1, epsilon: 0).Apply(x).Span, 1e-3, 0, "output");
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        Assert.Equal(
            "GroupNormalization 'g': expected a number of channels that 4 groups divide evenly but got 6, axis -1 of the input (2, 6). " +
            "Choose another number of groups, such as 1, or -1 for one a channel.",
            Assert.Throws<ShapeException>(() => new GroupNormalization(4, name: "g").Build([2, 6])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupNormalization(0));
        Assert.Throws<ShapeException>(() => new GroupNormalization(1, axis: 0).Build([2, 6]));
    }

    private static double[] Reference(double[] x, double[]? gamma, double[]? beta, int samples, int channels, int groups)
    {
        (int size, int width) = (x.Length / samples, channels / groups);
        var y = new double[x.Length];
        for (int sample = 0; sample < samples; sample++)
            for (int group = 0; group < groups; group++)
            {
                int[] all = [.. Enumerable.Range(sample * size, size).Where(i => i % channels / width == group)];
                double mean = all.Average(i => x[i]), variance = all.Average(i => (x[i] - mean) * (x[i] - mean));
                foreach (int i in all)
                {
                    y[i] = (x[i] - mean) / Math.Sqrt(variance + Epsilon) * (gamma?[i % channels] ?? 1) + (beta?[i % channels] ?? 0);
                }
            }

        return y;
    }

    private static double[] Swapped(double[] x, int samples, int rows, int columns) =>
        [.. Enumerable.Range(0, samples).SelectMany(sample => Enumerable.Range(0, columns).SelectMany(
            column => Enumerable.Range(0, rows).Select(row => x[(sample * rows + row) * columns + column])))];
}
