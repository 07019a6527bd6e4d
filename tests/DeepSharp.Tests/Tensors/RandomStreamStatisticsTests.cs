namespace DeepSharp.Tests.Tensors;

/// <summary>
/// Statistics of what is drawn. Seeds are fixed, bounds are five standard errors: a right generator fails with one seed in 1.7 million.
/// </summary>
public class RandomStreamStatisticsTests
{
    private const int Draws = 1_000_000;
    private const double Sigmas = 5;

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var x = new float[Draws];
        new RandomStream(11).FillUniform(x);

        Assert.DoesNotContain(x, value => value is < 0f or >= 1f);
        AssertMean(x, v => v, 1.0 / 2, 1.0 / 12);
        AssertMean(x, v => v * v, 1.0 / 3, 4.0 / 45); // var(u²) = 1/5 - 1/9
        AssertUncorrelated(x, 1.0 / 2, 1.0 / 12);
    }

    [Fact]
    public void Uniform_numbers_fill_every_bin_alike()
    {
        const int bins = 256;
        var x = new float[Draws];
        new RandomStream(12).FillUniform(x);
        var counts = new int[bins];
        foreach (float value in x) counts[(int)(value * bins)]++;

        // χ² of 256 bins has mean 255 and variance 2·255.
        double expected = (double)Draws / bins, chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquare, 255 - Sigmas * Math.Sqrt(510), 255 + Sigmas * Math.Sqrt(510));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var x = new float[Draws];
        new RandomStream(13).FillNormal(x);

        AssertMean(x, v => v, 0, 1);
        AssertMean(x, v => v * v, 1, 2);
        AssertMean(x, v => v * v * v, 0, 15);
        AssertMean(x, v => v * v * v * v, 3, 96);
        AssertUncorrelated(x, 0, 1);
        AssertShare(x, v => Math.Abs(v) < 1, 0.682689);
        AssertShare(x, v => v < 0, 0.5);
        AssertShare(x, v => v > 3, 0.00134990);
    }

    [Fact]
    public void Both_halves_of_a_normal_block_are_independent()
    {
        // Numbers i and i + 256 of a block of 512 come from the same two words.
        var x = new float[Draws / 512 * 512];
        new RandomStream(14).FillNormal(x);
        double sum = 0;
        for (int i = 0; i < x.Length; i++) if (i % 512 < 256) sum += (double)x[i] * x[i + 256];

        Assert.InRange(sum / Math.Sqrt(x.Length / 2), -Sigmas, Sigmas);
    }

    [Fact]
    public void Truncated_normal_numbers_have_the_moments_of_the_cut_distribution()
    {
        var x = new float[Draws];
        new RandomStream(15).FillTruncatedNormal(x, 1f, 3f);
        float[] z = [.. x.Select(v => (v - 1f) / 3f)];

        // Cut at ±2: variance 1 - 4·φ(2)/(2Φ(2) - 1) = 0.773741, fourth moment 3·0.773741 - 16·φ(2)/(2Φ(2) - 1) = 1.416187.
        AssertMean(z, v => v, 0, 0.773741);
        AssertMean(z, v => v * v, 0.773741, 1.416187 - 0.773741 * 0.773741);
        AssertShare(z, v => Math.Abs(v) < 1, 0.682689 / 0.954500);
        Assert.DoesNotContain(z, v => MathF.Abs(v) > 2.000001f);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.1f)]
    [InlineData(0.999f)]
    public void Bernoulli_numbers_succeed_as_often_as_they_should(float probability)
    {
        var x = new float[Draws];
        new RandomStream(16).FillBernoulli(x, probability, 7f);

        Assert.DoesNotContain(x, value => value is not (0f or 7f));
        AssertShare(x, v => v == 7, probability);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1000)]
    [InlineData(1610612736)] // a plain remainder would give the lower half twice as often
    public void NextInt_is_even(int maximum)
    {
        var random = new RandomStream(17);
        int[] counts = new int[6];
        for (int i = 0; i < Draws / 4; i++)
        {
            int value = random.NextInt(maximum);
            Assert.InRange(value, 0, maximum - 1);
            counts[(int)((long)value * 6 / maximum)]++;
        }

        double expected = Draws / 4 / 6.0;
        // 1000 is no multiple of 6: its bins differ by at most one value of 166.
        double slack = maximum == 1000 ? expected / 166 : 0;
        Assert.All(counts, count => Assert.InRange(Math.Abs(count - expected), 0, Sigmas * Math.Sqrt(expected * 5 / 6) + slack));
    }

    [Fact]
    public void Every_order_of_four_is_equally_likely()
    {
        const int trials = 240_000;
        var random = new RandomStream(18);
        var counts = new Dictionary<int, int>();
        int[] numbers = new int[4];
        for (int i = 0; i < trials; i++)
        {
            for (int k = 0; k < 4; k++) numbers[k] = k;
            random.Shuffle(numbers);
            int order = numbers[0] * 64 + numbers[1] * 16 + numbers[2] * 4 + numbers[3];
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        double expected = trials / 24.0;
        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(Math.Abs(count - expected), 0, Sigmas * Math.Sqrt(expected * 23 / 24)));
    }

    [Fact]
    public void A_split_is_uncorrelated_with_its_parent()
    {
        var parent = new RandomStream(19);
        RandomStream child = parent.Split();
        double sum = 0;
        for (int i = 0; i < Draws / 4; i++) sum += (parent.NextSingle() - 0.5) * (child.NextSingle() - 0.5);

        Assert.InRange(sum / (Math.Sqrt(Draws / 4) / 12), -Sigmas, Sigmas);
    }

    private static void AssertMean(float[] x, Func<double, double> f, double mean, double variance)
    {
        double got = x.Average(v => f(v)), error = Math.Sqrt(variance / x.Length);
        Assert.InRange((got - mean) / error, -Sigmas, Sigmas);
    }

    private static void AssertShare(float[] x, Func<double, bool> holds, double probability) =>
        AssertMean(x, v => holds(v) ? 1 : 0, probability, probability * (1 - probability));

    private static void AssertUncorrelated(float[] x, double mean, double variance)
    {
        double sum = 0;
        for (int i = 1; i < x.Length; i++) sum += (x[i - 1] - mean) * (x[i] - mean);
        Assert.InRange(sum / (variance * Math.Sqrt(x.Length - 1)), -Sigmas, Sigmas);
    }
}
