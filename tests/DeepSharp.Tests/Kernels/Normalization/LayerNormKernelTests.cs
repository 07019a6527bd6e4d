using DeepSharp.Kernels;
using static DeepSharp.Tests.Reference.NormalizationReference;

namespace DeepSharp.Tests.Kernels.Normalization;

public class LayerNormKernelTests
{
    private const float Epsilon = 1e-3f;

    private static IEnumerable<(int Rows, int Length)> Sizes()
    {
        for (int length = 1; length <= 70; length++) yield return (5, length);
        foreach (int length in (int[])[127, 128, 257, 768, 2049, 5000]) yield return (40, length);
        yield return (3000, 12);
        yield return (200, 300);
        yield return (1, 70_001);
    }

    [Fact]
    public void Rows_are_normalized_scaled_and_shifted()
    {
        foreach ((int rows, int length) in Sizes())
        {
            float[] x = TestData.Uniform(rows * length, 1, -1, 3), gamma = TestData.Uniform(length, 2), beta = TestData.Uniform(length, 3);
            Fenced y = new(x.Length), plain = new(x.Length), means = new(rows), inverses = new(rows);

            LayerNormKernels.Forward(x, gamma, beta, rows, length, Epsilon, means.Span, inverses.Span, y.Span);
            LayerNormKernels.Forward(x, [], [], rows, length, Epsilon, [], [], plain.Span);

            string what = $"{rows}, {length}";
            TestData.AssertClose(LayerNorm(Doubles(x), Doubles(gamma), Doubles(beta), length, Epsilon), y.Span, 3e-6, 1e-6, what);
            TestData.AssertClose(LayerNorm(Doubles(x), null, null, length, Epsilon), plain.Span, 3e-6, 1e-6, $"{what} plain");
            for (int r = 0; r < rows; r++)
            {
                (double mean, double variance) = Moments(Doubles(x), r * length, 1, length);
                Close.Assert(mean, means.Span[r], 1e-6, 1e-6, () => $"mean of {what}");
                Close.Assert(1 / Math.Sqrt(variance + Epsilon), inverses.Span[r], 2e-6, 0, () => $"inverse deviation of {what}");
            }

            foreach (Fenced array in (Fenced[])[y, plain, means, inverses]) array.AssertIntact();
        }
    }

    [Fact]
    public void A_large_mean_cancels_nothing()
    {
        const int rows = 7, length = 1000;
        float[] x = [.. TestData.Uniform(rows * length, 2).Select(value => value + 1e4f)], inverses = new float[rows];

        LayerNormKernels.Forward(x, [], [], rows, length, Epsilon, new float[rows], inverses, new float[x.Length]);

        for (int r = 0; r < rows; r++)
        {
            (_, double variance) = Moments(Doubles(x), r * length, 1, length);
            Assert.Equal(1 / Math.Sqrt(variance + Epsilon), inverses[r], 1e-5);
        }
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(1e6f)]
    [InlineData(-1.7e9f)]
    [InlineData(1.1e15f)]
    public void Equal_values_are_beta_whatever_their_size(float value)
    {
        foreach (int length in (int[])[1, 3, 7, 100, 777, 5000])
        {
            float[] x = new float[2 * length], beta = new float[length];
            Array.Fill(x, value);
            Array.Fill(beta, 0.25f);
            Fenced y = new(x.Length), means = new(2);

            LayerNormKernels.Forward(x, [], beta, 2, length, Epsilon, means.Span, new float[2], y.Span);

            Assert.All(means.Span.ToArray(), mean => Assert.Equal(value, mean));
            Assert.All(y.Span.ToArray(), result => Assert.Equal(0.25f, result));
        }
    }

    [Fact]
    public void Equal_gradients_of_equal_values_leave_nothing()
    {
        const int length = 100;
        float[] x = new float[length], dy = new float[length], dx = new float[length], mean = new float[1], inverse = new float[1];
        Array.Fill(x, 1.7e9f);
        Array.Fill(dy, 0.75f);
        LayerNormKernels.Forward(x, [], [], 1, length, Epsilon, mean, inverse, new float[length]);

        LayerNormKernels.Backward(x, dy, [], mean, inverse, 1, length, dx, false, [], false, [], false);

        Assert.All(dx, gradient => Assert.Equal(0f, gradient));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_are_those_of_the_definition(bool accumulate)
    {
        foreach ((int rows, int length) in Sizes())
        {
            float[] x = TestData.Uniform(rows * length, 1, -1, 3), dy = TestData.Uniform(rows * length, 2);
            float[] gamma = TestData.Uniform(length, 3), means = new float[rows], inverses = new float[rows];
            LayerNormKernels.Forward(x, gamma, [], rows, length, Epsilon, means, inverses, new float[x.Length]);
            float fill = accumulate ? 0.5f : float.NaN;
            Fenced dx = new(x.Length, fill), dgamma = new(length, fill), dbeta = new(length, fill);

            LayerNormKernels.Backward(
                x, dy, gamma, means, inverses, rows, length,
                dx.Span, accumulate, dgamma.Span, accumulate, dbeta.Span, accumulate);

            string what = $"{rows}, {length}";
            double start = accumulate ? 0.5 : 0;
            (double[] wantX, double[] wantGamma, double[] wantBeta) = Reference(x, dy, gamma, rows, length);
            TestData.AssertClose([.. wantX.Select(value => value + start)], dx.Span, 2e-5, 1e-5, $"dx of {what}");
            TestData.AssertClose([.. wantGamma.Select(value => value + start)], dgamma.Span, 1e-4, 1e-5, $"dgamma of {what}");
            TestData.AssertClose([.. wantBeta.Select(value => value + start)], dbeta.Span, 2e-5, 1e-5, $"dbeta of {what}");
            foreach (Fenced array in (Fenced[])[dx, dgamma, dbeta]) array.AssertIntact();
        }
    }

    [Fact]
    public void Gradients_that_nobody_wants_are_left_out_and_the_others_stay_the_same()
    {
        const int rows = 50, length = 800;
        float[] x = TestData.Uniform(rows * length, 1), dy = TestData.Uniform(rows * length, 2);
        float[] means = new float[rows], inverses = new float[rows];
        LayerNormKernels.Forward(x, [], [], rows, length, Epsilon, means, inverses, new float[x.Length]);
        float[] dx = new float[x.Length], dgamma = new float[length], dbeta = new float[length];
        LayerNormKernels.Backward(x, dy, [], means, inverses, rows, length, dx, false, dgamma, false, dbeta, false);
        float[] onlyX = new float[x.Length], onlyGamma = new float[length], onlyBeta = new float[length];

        LayerNormKernels.Backward(x, dy, [], means, inverses, rows, length, onlyX, false, [], false, [], false);
        LayerNormKernels.Backward(x, dy, [], means, inverses, rows, length, [], false, onlyGamma, false, [], false);
        LayerNormKernels.Backward(x, dy, [], means, inverses, rows, length, [], false, [], false, onlyBeta, false);

        TestData.AssertClose(Doubles(dx), onlyX, 1e-6, 1e-6, "dx"); // the sums run in another order
        TestData.AssertSameBits(dgamma, onlyGamma, "dgamma");
        TestData.AssertSameBits(dbeta, onlyBeta, "dbeta");
    }

    [Fact]
    public void Without_rows_the_gradients_of_weights_are_zero()
    {
        float[] dgamma = [7f, 7f], dbeta = [7f, 7f];
        LayerNormKernels.Backward([], [], [], [], [], 0, 2, [], false, dgamma, false, dbeta, addToDbeta: true);
        Assert.Equal([0f, 0f], dgamma);
        Assert.Equal([7f, 7f], dbeta);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        using (new ThreadCount(1))
        {
            float[][] one = Pass();
            using var _ = new ThreadCount(3);
            float[][] three = Pass();
            for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], three[i], $"result {i}");
        }
    }

    private static float[][] Pass()
    {
        const int rows = 300, length = 500;
        float[] x = TestData.Uniform(rows * length, 1), dy = TestData.Uniform(rows * length, 2), gamma = TestData.Uniform(length, 3);
        float[] means = new float[rows], inverses = new float[rows], y = new float[x.Length];
        float[] dx = new float[x.Length], dgamma = new float[length], dbeta = new float[length];
        AllocationAssert.Zero(
            () =>
            {
                LayerNormKernels.Forward(x, gamma, gamma, rows, length, Epsilon, means, inverses, y);
                LayerNormKernels.Backward(x, dy, gamma, means, inverses, rows, length, dx, false, dgamma, false, dbeta, false);
            },
            warmup: 3,
            repeats: 3);
        return [y, dx, dgamma, dbeta];
    }

    private static (double[] X, double[] Gamma, double[] Beta) Reference(float[] x, float[] dy, float[] gamma, int rows, int length)
    {
        (double[] dx, double[] dgamma, double[] dbeta) = (new double[x.Length], new double[length], new double[length]);
        for (int r = 0; r < rows; r++)
        {
            double[] row = Doubles(x.AsSpan(r * length, length)), gradient = Doubles(dy.AsSpan(r * length, length));
            double[] normal = LayerNorm(row, null, null, length, Epsilon);
            GroupGradient(row, [.. gradient.Select((g, i) => g * gamma[i])], Epsilon).CopyTo(dx, r * length);
            for (int i = 0; i < length; i++)
            {
                dgamma[i] += gradient[i] * normal[i];
                dbeta[i] += gradient[i];
            }
        }

        return (dx, dgamma, dbeta);
    }
}
