using DeepSharp.Kernels;
using static DeepSharp.Tests.Reference.NormalizationReference;

namespace DeepSharp.Tests.Kernels.Normalization;

public class BatchNormKernelTests
{
    private const float Epsilon = 1e-3f;

    private static IEnumerable<(int Rows, int Channels)> Sizes()
    {
        for (int channels = 1; channels <= 70; channels++) yield return (37, channels);
        for (int rows = 1; rows <= 20; rows++) yield return (rows, 24);

        // More than one block of rows, with channels side by side, alone, and more than a pattern holds.
        foreach (int channels in (int[])[1, 3, 16, 20, 64, 96, 130, 255, 513, 1030]) yield return (70_000 / channels, channels);
    }

    [Fact]
    public void Moments_are_the_mean_and_the_biased_variance()
    {
        foreach ((int rows, int channels) in Sizes())
        {
            float[] x = TestData.Uniform(rows * channels, 1, -1, 3);
            Fenced means = new(channels), variances = new(channels);

            BatchNormKernels.Moments(x, rows, channels, means.Span, variances.Span);

            AssertMoments(x, rows, channels, means, variances, 1e-6);
        }
    }

    [Theory]
    [InlineData(1e3f)]
    [InlineData(-1e4f)]
    [InlineData(1e6f)]
    public void A_large_mean_cancels_nothing(float mean)
    {
        foreach ((int rows, int channels) in ((int, int)[])[(500, 1), (3000, 3), (2000, 64), (300, 300)])
        {
            float[] x = [.. TestData.Uniform(rows * channels, 2).Select(value => value + mean)];
            Fenced means = new(channels), variances = new(channels);

            BatchNormKernels.Moments(x, rows, channels, means.Span, variances.Span);

            // Σx² − (Σx)²/n in float would have no correct digit of the variance left for the last two means.
            AssertMoments(x, rows, channels, means, variances, 1e-6);
        }
    }

    [Fact]
    public void An_outlier_where_the_mean_is_guessed_costs_few_digits()
    {
        const int rows = 2000, channels = 64;
        float[] x = TestData.Uniform(rows * channels, 3);
        for (int c = 0; c < channels; c++) x[c] = 1e5f;
        Fenced means = new(channels), variances = new(channels);

        BatchNormKernels.Moments(x, rows, channels, means.Span, variances.Span);

        AssertMoments(x, rows, channels, means, variances, 1e-5);
    }

    [Fact]
    public void Equal_values_have_no_variance()
    {
        float[] x = new float[3000 * 5], means = new float[5], variances = new float[5];
        Array.Fill(x, 0.1f);

        BatchNormKernels.Moments(x, 3000, 5, means, variances);

        Assert.All(means, mean => Assert.Equal(0.1f, mean));
        Assert.All(variances, variance => Assert.Equal(0f, variance));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ScaleAndShift_takes_the_mean_off_first(bool accumulate)
    {
        foreach ((int rows, int channels) in Sizes())
        {
            float[] x = TestData.Uniform(rows * channels, 1), scale = TestData.Uniform(channels, 2), offset = TestData.Uniform(channels, 3);
            float[] before = TestData.Uniform(x.Length, 4), means = TestData.Uniform(channels, 5);
            Fenced y = new(accumulate ? before : new Fenced(x.Length).Span), scaled = new(x.Length);

            BatchNormKernels.ScaleAndShift(x, means, scale, offset, rows, channels, y.Span, accumulate);
            BatchNormKernels.ScaleAndShift(x, [], scale, [], rows, channels, scaled.Span, accumulate: false);

            double[] product = [.. x.Select((value, i) => (double)value * scale[i % channels])];
            double[] want = [.. x.Select((value, i) =>
                ((double)value - means[i % channels]) * scale[i % channels] + offset[i % channels] + (accumulate ? before[i] : 0))];
            TestData.AssertClose(want, y.Span, 1e-6, 0, $"{rows}, {channels}");
            TestData.AssertClose(product, scaled.Span, 1e-6, 0, $"{rows}, {channels} without offset");
            y.AssertIntact();
            scaled.AssertIntact();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_are_those_of_the_definition(bool accumulate)
    {
        foreach ((int rows, int channels) in Sizes())
        {
            float[] x = TestData.Uniform(rows * channels, 1, -1, 3), dy = TestData.Uniform(rows * channels, 2);
            float[] gamma = TestData.Uniform(channels, 3), before = TestData.Uniform(x.Length, 4);
            float[] means = new float[channels], inverses = new float[channels];
            Fenced sums = new(channels), products = new(channels), dx = new(accumulate ? before : new Fenced(x.Length).Span);
            BatchNormKernels.Moments(x, rows, channels, means, inverses);
            BatchNormKernels.InverseDeviations(inverses, Epsilon, inverses);

            BatchNormKernels.GradientSums(x, dy, means, rows, channels, sums.Span, products.Span);
            BatchNormKernels.InputGradient(
                x, dy, means, inverses, gamma, sums.Span, products.Span, rows, channels, dx.Span, accumulate);

            var want = new double[x.Length];
            for (int c = 0; c < channels; c++)
            {
                double[] column = Column(x, c, rows, channels), gradient = Column(dy, c, rows, channels);
                double mean = column.Average(), factor = gamma[c];
                Close.Assert(gradient.Sum(), sums.Span[c], 1e-6, 2e-5, () => $"sum of {rows}, {channels}");
                double product = gradient.Zip(column, (g, value) => g * (value - mean)).Sum();
                Close.Assert(product, products.Span[c], 1e-6, 5e-5, () => $"product of {rows}, {channels}");
                double[] part = GroupGradient(column, [.. gradient.Select(g => g * factor)], Epsilon);
                for (int r = 0; r < rows; r++) want[r * channels + c] = part[r] + (accumulate ? before[r * channels + c] : 0);
            }

            // With one row or two the deviation is close to √ε, and the gradient up to 30 times dy.
            TestData.AssertClose(want, dx.Span, rows < 4 ? 1e-4 : 3e-6, 1e-5, $"dx of {rows}, {channels}");
            sums.AssertIntact();
            products.AssertIntact();
            dx.AssertIntact();
        }
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(1e6f)]
    [InlineData(-1.7e9f)]
    [InlineData(3e30f)]
    public void Equal_values_are_beta_whatever_their_size(float value)
    {
        foreach ((int rows, int channels) in ((int, int)[])[(2, 1), (37, 5), (3000, 64), (300, 1030)])
        {
            float[] x = new float[rows * channels], means = new float[channels], inverses = new float[channels], beta = new float[channels];
            Array.Fill(x, value);
            Array.Fill(beta, 0.25f);
            Fenced y = new(x.Length);

            BatchNormKernels.Moments(x, rows, channels, means, inverses);
            BatchNormKernels.InverseDeviations(inverses, Epsilon, inverses);
            BatchNormKernels.ScaleAndShift(x, means, inverses, beta, rows, channels, y.Span, accumulate: false);

            Assert.All(y.Span.ToArray(), result => Assert.Equal(0.25f, result));
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1.7e9f)]
    public void Equal_gradients_of_equal_values_leave_nothing(float value)
    {
        const int rows = 96, channels = 40;
        float[] x = new float[rows * channels], dy = new float[x.Length], dx = new float[x.Length];
        float[] means = new float[channels], inverses = new float[channels], sums = new float[channels], products = new float[channels];
        Array.Fill(x, value);
        Array.Fill(dy, 0.75f);
        BatchNormKernels.Moments(x, rows, channels, means, inverses);
        BatchNormKernels.InverseDeviations(inverses, Epsilon, inverses);

        BatchNormKernels.GradientSums(x, dy, means, rows, channels, sums, products);
        BatchNormKernels.InputGradient(x, dy, means, inverses, [], sums, products, rows, channels, dx, accumulate: false);

        Assert.All(sums, sum => Assert.Equal(72f, sum));
        Assert.All(products, product => Assert.Equal(0f, product));
        Assert.All(dx, gradient => Assert.Equal(0f, gradient));
    }

    [Fact]
    public void Scales_and_offsets_are_one_product_and_one_sum()
    {
        float[] inverses = new float[2], scale = new float[2], offset = new float[2];

        BatchNormKernels.InverseDeviations([3f, 8f], 1f, inverses);
        Assert.Equal([0.5f, 1f / 3f], inverses);

        BatchNormKernels.Scales(inverses, [4f, 3f], scale);
        Assert.Equal([2f, 1f], scale);
        Assert.Equal(4, BatchNormKernels.Offsets([2f, -3f], scale, [], [10f, 20f], offset));
        Assert.Equal([6f, 23f], offset);

        BatchNormKernels.Scales([0.5f, 2f], [], scale);
        Assert.Equal([0.5f, 2f], scale);
        Assert.Equal(8, BatchNormKernels.Offsets([2f, -3f], scale, [1f, 1f], [], offset));
        Assert.Equal([-0.5f, 8f], offset);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        foreach ((int rows, int channels) in ((int, int)[])[(4000, 64), (30_000, 7), (300, 1100)])
        {
            using (new ThreadCount(1))
            {
                float[][] one = Pass(rows, channels);
                using var _ = new ThreadCount(3);
                float[][] three = Pass(rows, channels);
                for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], three[i], $"result {i} of {rows}, {channels}");
            }
        }
    }

    private static float[][] Pass(int rows, int channels)
    {
        float[] x = TestData.Uniform(rows * channels, 1), dy = TestData.Uniform(rows * channels, 2);
        float[] means = new float[channels], inverses = new float[channels], sums = new float[channels], products = new float[channels];
        float[] y = new float[x.Length], dx = new float[x.Length];
        AllocationAssert.Zero(
            () =>
            {
                BatchNormKernels.Moments(x, rows, channels, means, inverses);
                BatchNormKernels.ScaleAndShift(x, means, inverses, sums, rows, channels, y, accumulate: false);
                BatchNormKernels.GradientSums(x, dy, means, rows, channels, sums, products);
                BatchNormKernels.InputGradient(x, dy, means, inverses, [], sums, products, rows, channels, dx, accumulate: false);
            },
            warmup: 3,
            repeats: 3);
        return [means, inverses, sums, products, y, dx];
    }

    private static void AssertMoments(float[] x, int rows, int channels, Fenced means, Fenced variances, double tolerance)
    {
        double[] values = Doubles(x);
        for (int c = 0; c < channels; c++)
        {
            (double mean, double variance) = Moments(values, c, channels, rows);
            Close.Assert(mean, means.Span[c], 1e-7, tolerance * Math.Sqrt(variance), () => $"mean {c} of {rows}, {channels}");
            Close.Assert(variance, variances.Span[c], 2 * tolerance, 1e-9, () => $"variance {c} of {rows}, {channels}");
        }

        means.AssertIntact();
        variances.AssertIntact();
    }

    private static double[] Column(float[] x, int column, int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(r => (double)x[r * columns + column])];
}
