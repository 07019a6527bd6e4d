using static DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

public class OpsRandomVariatesTests
{
    private const int Many = 100_000;

    // Five deviations of the mean of so many, and of their variance as that of normal numbers would spread, times three for the tails.
    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    [InlineData(1e6)]
    public void Gamma_numbers_have_alpha_for_mean_and_variance(double alpha) => Check(RandomGamma([Many], alpha, seed: 1), alpha, alpha);

    [Theory]
    [InlineData(2, 5)]
    [InlineData(0.2, 0.2)]
    [InlineData(300, 100)]
    public void Beta_numbers_have_the_moments_of_the_textbook(double alpha, double beta)
    {
        double sum = alpha + beta;
        Check(RandomBeta([Many], alpha, beta, seed: 2), alpha / sum, alpha * beta / (sum * sum * (sum + 1)));
    }

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(10, 0.5)]
    [InlineData(100, 0.02)]
    [InlineData(5000, 0.9)]
    [InlineData(16_777_216, 0.25)]
    public void Binomial_numbers_have_the_moments_of_the_textbook(int trials, double p)
    {
        Tensor x = RandomBinomial([Many], trials, p, seed: 3);
        Check(x, trials * p, trials * p * (1 - p));
        Assert.True(x.Span.ToArray().All(value => value == MathF.Round(value) && value >= 0 && value <= trials));
    }

    // C(20, k)/2²⁰, halved once on the way.
    [Fact]
    public void Each_number_of_successes_comes_as_often_as_it_should()
    {
        double[] counts = new double[21];
        foreach (float x in RandomBinomial([Many], 20, 0.5, seed: 4).Span) counts[(int)x]++;
        double expected = Many / (double)(1 << 20);
        for (int k = 0; k <= 20; expected *= (20.0 - k) / (k + 1), k++) Assert.Equal(expected, counts[k], 5 * Math.Sqrt(expected) + 3);
    }

    [Fact]
    public void Extremes_give_numbers_or_words()
    {
        Assert.All(RandomGamma([100], 1e-12, seed: 1).ToArray(), value => Assert.InRange(value, 0f, 1f));
        Assert.All(RandomBeta([100], 1e-12, 1e-12, seed: 1).ToArray(), value => Assert.True(value is 0f or 1f));
        Assert.All(RandomBeta([100], 1e30, 1e30, seed: 1).ToArray(), value => Assert.Equal(0.5f, value, 1e-6f));
        Assert.Equal([0f, 0f], RandomBinomial([2], 1000, 0).ToArray());
        Assert.Equal([1000f, 1000f], RandomBinomial([2], 1000, 1).ToArray());
        Assert.Equal([0f], RandomBinomial([1], 0, 0.5).ToArray());
        Refused("RandomGamma: expected alpha above 0, to 1e30, but got 0.", () => RandomGamma([1], 0));
        Refused("RandomBeta: expected beta above 0, to 1e30, but got NaN.", () => RandomBeta([1], 1, double.NaN));
        Refused("RandomBinomial: expected counts from 0 to 16,777,216", () => RandomBinomial([1], -1, 0.5));
        Refused("RandomBinomial: expected probabilities from 0 to 1 but got 1.5.", () => RandomBinomial([1], 1, 1.5));
    }

    private static void Check(Tensor x, double mean, double variance)
    {
        double[] values = [.. x.ToArray().Select(value => (double)value)];
        double found = values.Average();
        Assert.Equal(mean, found, 5 * Math.Sqrt(variance / Many) + 1e-6 * mean);
        Assert.Equal(1, values.Average(value => (value - found) * (value - found)) / variance, 15 * Math.Sqrt(2.0 / Many));
    }

    private static void Refused(string text, Func<Tensor> call) => Assert.StartsWith(
        text, Assert.Throws<ArgumentOutOfRangeException>(() => { call(); }).Message, StringComparison.Ordinal);
}
