using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class AdamKernelTests
{
    private const float Rate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f;
    private const int Steps = 4;

    [Theory]
    [InlineData(false, 0f)]
    [InlineData(true, 0f)]
    [InlineData(false, 0.02f)]
    [InlineData(true, 0.02f)]
    public void Several_steps_follow_the_rule(bool amsGrad, float decay)
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] start = TestData.Uniform(length, 1);
            Fenced weights = new(start), means = new(length, 0f), variances = new(length, 0f), largest = new(length, 0f);
            double[] want = [.. start.Select(w => (double)w)], m = new double[length], v = new double[length], vMax = new double[length];
            for (int step = 1; step <= Steps; step++)
            {
                // Shrinking gradients let the variance fall, which is where AMSGrad differs.
                float[] gradients = TestData.Uniform(length, step, -1f / step, 1f / step);
                float rate = AdamKernel.CorrectedRate(Rate, Beta1, Beta2, step);
                if (amsGrad)
                {
                    AdamKernel.StepAmsGrad(
                        weights.Span, gradients, means.Span, variances.Span, largest.Span, rate, Beta1, Beta2, Epsilon, decay);
                }
                else
                {
                    AdamKernel.Step(weights.Span, gradients, means.Span, variances.Span, rate, Beta1, Beta2, Epsilon, decay);
                }

                for (int i = 0; i < length; i++)
                {
                    OptimizerReference.Adam(
                        ref want[i], gradients[i], ref m[i], ref v[i], ref vMax[i], step, (Rate, Beta1, Beta2, Epsilon), amsGrad, decay);
                }
            }

            TestData.AssertClose(want, weights.Span, 1e-6, 0, $"weights, length {length}");
            TestData.AssertClose(m, means.Span, 1e-7, 1e-6, $"means, length {length}");
            TestData.AssertClose(v, variances.Span, 1e-9, 1e-6, $"variances, length {length}");
            if (amsGrad) TestData.AssertClose(vMax, largest.Span, 1e-9, 1e-6, $"largest variances, length {length}");
            weights.AssertIntact();
            means.AssertIntact();
            variances.AssertIntact();
            largest.AssertIntact();
        }
    }

    [Fact]
    public void AMSGrad_divides_by_the_largest_variance_so_far()
    {
        float[] weights = [0f], means = [0f], variances = [0f], largest = [4f];

        AdamKernel.StepAmsGrad(weights, [1f], means, variances, largest, 1f, 0.5f, 0.5f, 0f);

        // m = 1/2, v = 1/2, √4 = 2
        Assert.Equal(-0.25f, weights[0], 1e-6f);
        Assert.Equal(4f, largest[0]);
    }

    [Fact]
    public void The_first_step_moves_every_weight_by_the_rate()
    {
        float[] weights = new float[3];

        AdamKernel.Step(
            weights, [5f, -0.01f, 0f], new float[3], new float[3], AdamKernel.CorrectedRate(0.5f, 0.9f, 0.999f, 1), 0.9f, 0.999f, 1e-7f);

        TestData.AssertClose([-0.5, 0.5, 0], weights, 2e-4, 0, "weights"); // ε against √v = 3e-4
    }

    [Fact]
    public void Epsilon_is_added_before_the_bias_correction()
    {
        float[] weights = [0f];
        double g = 1e-6, root = g * Math.Sqrt(1 - (double)Beta2);

        AdamKernel.Step(
            weights, [(float)g], new float[1], new float[1], AdamKernel.CorrectedRate(Rate, Beta1, Beta2, 1), Beta1, Beta2, Epsilon);

        // √v = 3.2e-8 is below ε = 1e-7: the step is a quarter of the rate; added after the correction ε would hardly show.
        TestData.AssertClose([-Rate * root / (root + Epsilon)], weights, 0, 1e-5, "weights");
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int length = 200_003;
        float[] gradients = TestData.Uniform(length, 2);
        float[][] one = [TestData.Uniform(length, 1), new float[length], new float[length], new float[length]];
        float[][] three = [.. one.Select(values => values.ToArray())];
        using (new ThreadCount(1)) Step(one);
        using (new ThreadCount(3))
        {
            Step(three);

            for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], three[i], $"array {i}");
            AllocationAssert.Zero(() => Step(three), warmup: 5, repeats: 5);
        }

        void Step(float[][] s)
        {
            AdamKernel.Step(s[0], gradients, s[1], s[2], Rate, Beta1, Beta2, Epsilon);
            AdamKernel.StepAmsGrad(s[0], gradients, s[1], s[2], s[3], Rate, Beta1, Beta2, Epsilon);
        }
    }
}
