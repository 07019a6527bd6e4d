namespace DeepSharp.Tests.Initializers;

public class InitializerStatisticsTests
{
    // The standard deviation of a unit normal distribution that is cut at two.
    private const double Cut = 0.87962566103423978;

    // 200 inputs and 50 outputs.
    private static readonly Shape s_shape = [200, 50];

    [Theory]
    [InlineData("glorot_uniform", 2.0 / 250)]
    [InlineData("glorot_normal", 2.0 / 250)]
    [InlineData("he_uniform", 2.0 / 200)]
    [InlineData("he_normal", 2.0 / 200)]
    [InlineData("lecun_uniform", 1.0 / 200)]
    [InlineData("lecun_normal", 1.0 / 200)]
    public void The_variance_goes_by_the_fans(string name, double variance)
    {
        Initializer initializer = Initializer.FromConfig(ConfigSchema.Wrap("keras.initializers", name, new() { ["seed"] = 12 }));
        CheckMoments(initializer, 0, variance);
    }

    [Theory]
    [InlineData("fan_in", 3.0 / 200)]
    [InlineData("fan_out", 3.0 / 50)]
    [InlineData("fan_avg", 3.0 / 125)]
    public void Variance_scaling_divides_its_scale_by_the_fan(string mode, double variance)
    {
        CheckMoments(Initializer.VarianceScaling(3f, mode, "truncated_normal", seed: 1), 0, variance);
        CheckMoments(Initializer.VarianceScaling(3f, mode, "untruncated_normal", seed: 2), 0, variance);
        CheckMoments(Initializer.VarianceScaling(3f, mode, "uniform", seed: 3), 0, variance);
    }

    [Fact]
    public void Random_normal_has_its_mean_and_deviation() => CheckMoments(Initializer.RandomNormal(2f, 0.5f, seed: 4), 2, 0.25);

    [Fact]
    public void Random_uniform_has_the_mean_and_variance_of_its_bounds() =>
        CheckMoments(Initializer.RandomUniform(1f, 4f, seed: 5), 2.5, 9.0 / 12);

    [Fact]
    public void Truncated_normal_has_the_variance_of_what_the_cut_leaves() =>
        CheckMoments(Initializer.TruncatedNormal(1f, 0.5f, seed: 6), 1, Math.Pow(0.5 * Cut, 2));

    [Fact]
    public void Random_uniform_stays_within_its_bounds() =>
        Assert.All(Initializer.RandomUniform(1f, 4f, seed: 5).Create(s_shape).ToArray(), value => Assert.InRange(value, 1f, 4f));

    [Fact]
    public void Truncated_normal_stays_within_two_deviations() =>
        Assert.All(Initializer.TruncatedNormal(1f, 0.5f, seed: 6).Create(s_shape).ToArray(), value => Assert.InRange(value, 0f, 2f));

    [Fact]
    public void Glorot_uniform_stays_within_the_root_of_6_over_the_fans() =>
        Assert.All(Initializer.GlorotUniform(seed: 7).Create([2, 4]).ToArray(), value => Assert.InRange(value, -1f, 1f));

    private static void CheckMoments(Initializer initializer, double mean, double variance)
    {
        float[] values = initializer.Create(s_shape).ToArray();
        double gotMean = values.Average(value => (double)value);
        double gotVariance = values.Average(value => (value - gotMean) * (value - gotMean));

        // Five standard errors; that of a variance is σ²·√(2/n) for a normal distribution and less for the others here.
        Assert.Equal(mean, gotMean, 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, gotVariance, 5 * variance * Math.Sqrt(2.0 / values.Length));
    }
}
