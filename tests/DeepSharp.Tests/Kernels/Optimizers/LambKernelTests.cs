using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class LambKernelTests
{
    private const float Rate = 0.02f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-6f;

    [Fact]
    public void Several_steps_of_all_lengths_follow_the_rule()
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] start = TestData.Uniform(length, 1), m = new float[length], v = new float[length];
            double[] w = [.. start.Select(value => (double)value)], means = new double[length], variances = new double[length];
            var weights = new Fenced(start);
            for (int step = 1; step <= 4; step++)
            {
                float[] gradients = TestData.Uniform(length, step + 1);
                LambKernel.Step(weights.Span, gradients, m, v, Rate, Beta1, Beta2, Epsilon, step);
                OptimizerReference.Lamb(
                    w, [.. gradients.Select(value => (double)value)], means, variances, step, (Rate, Beta1, Beta2, Epsilon));
            }

            TestData.AssertClose(w, weights.Span, 2e-6, 2e-6, $"weights, length {length}");
            TestData.AssertClose(means, m, 2e-6, 2e-6, $"means, length {length}");
            TestData.AssertClose(variances, v, 2e-6, 2e-6, $"variances, length {length}");
            weights.AssertIntact();
        }
    }

    // A weight of zeros has no norm to go by: the step is the rate.
    [Fact]
    public void Zeros_take_a_step_of_the_rate()
    {
        float[] w = [0f];
        LambKernel.Step(w, [3f], new float[1], new float[1], 0.5f, Beta1, Beta2, 1e-7f, 1);
        Assert.Equal(-0.5f, w[0], 1e-5f);
        float[] still = [2f];
        LambKernel.Step(still, [0f], new float[1], new float[1], 0.5f, Beta1, Beta2, 1e-7f, 1);
        Assert.Equal(2f, still[0]);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int length = 200_003;
        float[] g = TestData.Uniform(length, 2), one = TestData.Uniform(length, 1), three = [.. one];
        float[] m = new float[length], v = new float[length];
        using (new ThreadCount(1)) LambKernel.Step(one, g, new float[length], new float[length], Rate, Beta1, Beta2, Epsilon, 1);
        using (new ThreadCount(3))
        {
            LambKernel.Step(three, g, m, v, Rate, Beta1, Beta2, Epsilon, 1);
            TestData.AssertSameBits(one, three, "weights");
            AllocationAssert.Zero(() => LambKernel.Step(three, g, m, v, Rate, Beta1, Beta2, Epsilon, 2), warmup: 2, repeats: 3);
        }
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        float[] three = new float[3], four = new float[4];
        Assert.Throws<ArgumentException>(() => LambKernel.Step(three, four, three, three, Rate, Beta1, Beta2, Epsilon, 1));
        Assert.Throws<ArgumentException>(() => LambKernel.Step(three, three, four, three, Rate, Beta1, Beta2, Epsilon, 1));
        Assert.Throws<ArgumentException>(() => LambKernel.Step(three, three, three, four, Rate, Beta1, Beta2, Epsilon, 1));
    }
}
