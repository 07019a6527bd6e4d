using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Regularization;

public class PenaltyKernelTests
{
    [Theory]
    [InlineData(0.02f, 0f)]
    [InlineData(0f, 0.03f)]
    [InlineData(0.02f, 0.03f)]
    public void Penalties_and_gradients_of_all_lengths_are_right(float l1, float l2)
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] weights = TestData.Uniform(length, 1), start = TestData.Uniform(length, 2);
            if (length > 3) weights[3] = 0f;
            var gradient = new Fenced(start);

            PenaltyKernel.AccumulateGradient(weights, gradient.Span, l1, l2);

            double penalty = weights.Sum(w => l1 * Math.Abs((double)w) + l2 * (double)w * w);
            Assert.Equal(penalty, PenaltyKernel.Sum(weights, l1, l2), 1e-6 * penalty + 1e-12);
            double[] want = [.. weights.Zip(start, (w, g) => g + l1 * Math.Sign(w) + 2.0 * l2 * w)];
            TestData.AssertClose(want, gradient.Span, 1e-7, 1e-7, $"gradient, length {length}");
            gradient.AssertIntact();
        }
    }

    [Fact]
    public void Sums_over_a_million_values_keep_six_digits_on_one_thread_and_three()
    {
        float[] weights = TestData.Uniform(1_000_003, 1);
        double want = weights.Sum(w => (double)w * w), one, three;
        using (new ThreadCount(1)) one = PenaltyKernel.Sum(weights, 0f, 1f);
        using (new ThreadCount(3))
        {
            three = PenaltyKernel.Sum(weights, 0f, 1f);
            AllocationAssert.Zero(() => PenaltyKernel.Sum(weights, 0.1f, 1f), warmup: 2, repeats: 3);
        }

        Assert.Equal(want, one, 1e-6 * want);
        Assert.Equal(one, three);
    }

    [Fact]
    public void A_gradient_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => PenaltyKernel.AccumulateGradient(new float[3], new float[4], 0f, 1f));
}
