using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class GradientKernelsTests
{
    [Fact]
    public void A_gradient_is_scaled_before_it_is_clipped()
    {
        float[] target = new float[4];
        GradientKernels.Adjust([4f, -4f, 0.5f, float.NaN], new GradientRule(0.5f, 1.5f), target);
        Assert.Equal([1.5f, -1.5f, 0.25f, float.NaN], target);
    }

    [Fact]
    public void All_lengths_are_written_to_the_end_and_not_beyond()
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] gradients = TestData.Uniform(length, 1), start = TestData.Uniform(length, 2);
            Fenced adjusted = new(length), sums = new(start), averages = new(start);

            GradientKernels.Adjust(gradients, new GradientRule(2f), adjusted.Span);
            GradientKernels.Accumulate(gradients, sums.Span);
            GradientKernels.UpdateAverage(gradients, averages.Span, 0.75f);

            TestData.AssertClose([.. gradients.Select(g => 2.0 * g)], adjusted.Span, 0, 1e-7, $"scaled, length {length}");
            TestData.AssertClose([.. start.Zip(gradients, (s, g) => (double)s + g)], sums.Span, 1e-7, 0, $"sums, length {length}");
            TestData.AssertClose(
                [.. start.Zip(gradients, (s, g) => 0.75 * s + 0.25 * g)], averages.Span, 1e-7, 0, $"averages, length {length}");
            adjusted.AssertIntact();
            sums.AssertIntact();
            averages.AssertIntact();
        }
    }

    [Fact]
    public void Without_momentum_the_average_is_the_weight_itself()
    {
        float[] average = [0f, 0f];
        GradientKernels.UpdateAverage([0.1f, -3f], average, 0f);
        Assert.Equal([0.1f, -3f], average);
    }
}
