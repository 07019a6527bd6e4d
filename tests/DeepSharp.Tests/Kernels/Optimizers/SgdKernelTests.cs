using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class SgdKernelTests
{
    private const int Steps = 4;

    [Theory]
    [InlineData(0f, false, 0f)]
    [InlineData(0f, false, 0.01f)]
    [InlineData(0.9f, false, 0f)]
    [InlineData(0.9f, true, 0f)]
    [InlineData(0.9f, true, 0.02f)]
    public void Several_steps_follow_the_rule(float momentum, bool nesterov, float decay)
    {
        const float rate = 0.1f;
        for (int length = 0; length <= 257; length++)
        {
            float[] start = TestData.Uniform(length, 1);
            var weights = new Fenced(start);
            var velocities = new Fenced(length, 0f);
            double[] wantWeights = [.. start.Select(w => (double)w)], wantVelocities = new double[length];
            for (int step = 1; step <= Steps; step++)
            {
                float[] gradients = TestData.Uniform(length, step);
                if (momentum == 0f) SgdKernel.Step(weights.Span, gradients, rate, decay);
                else SgdKernel.StepMomentum(weights.Span, gradients, velocities.Span, rate, momentum, nesterov, decay);
                for (int i = 0; i < length; i++)
                {
                    OptimizerReference.Sgd(ref wantWeights[i], gradients[i], ref wantVelocities[i], rate, momentum, nesterov, decay);
                }
            }

            TestData.AssertClose(wantWeights, weights.Span, 1e-6, 0, $"weights, length {length}");
            if (momentum != 0f) TestData.AssertClose(wantVelocities, velocities.Span, 1e-6, 0, $"velocities, length {length}");
            weights.AssertIntact();
            velocities.AssertIntact();
        }
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int length = 200_003;
        float[] gradients = TestData.Uniform(length, 2), one = TestData.Uniform(length, 1), three = TestData.Uniform(length, 1);
        float[] velocities1 = new float[length], velocities3 = new float[length];
        using (new ThreadCount(1)) Step(one, velocities1);
        using (new ThreadCount(3))
        {
            Step(three, velocities3);

            TestData.AssertSameBits(one, three, "weights");
            TestData.AssertSameBits(velocities1, velocities3, "velocities");
            AllocationAssert.Zero(() => Step(three, velocities3), warmup: 5, repeats: 5);
        }

        void Step(float[] weights, float[] velocities)
        {
            SgdKernel.StepMomentum(weights, gradients, velocities, 0.1f, 0.9f, nesterov: true);
            SgdKernel.Step(weights, gradients, 0.1f);
        }
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SgdKernel.Step(new float[3], new float[4], 0.1f));
        Assert.Throws<ArgumentException>(() => SgdKernel.StepMomentum(new float[3], new float[3], new float[2], 0.1f, 0.9f, false));
    }
}
