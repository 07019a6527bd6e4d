using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Pooling;

public class MaxPickKernelTests
{
    [Fact]
    public void Picks_what_was_where_the_maxima_were_in_the_same_values_and_in_others()
    {
        foreach (Pool2DGeometry g in PoolingCases.All().Concat(PoolingCases.Large()))
        {
            float[] x = TestData.Uniform((int)g.InLength, seed: 1), other = TestData.Uniform((int)g.InLength, seed: 2);
            float[] maxima = new float[g.OutLength], positions = new float[g.OutLength];
            MaxPool2DKernels.Forward(g, x, maxima, positions);

            var picked = new Fenced((int)g.OutLength);
            MaxPickKernel.Run(g, x, positions, picked.Span);
            TestData.AssertSameBits(maxima, picked.Span, $"maxima, {g}");
            picked.AssertIntact();

            // It is what the backward pass is the transpose of: ⟨pick(u), v⟩ = ⟨u, spread(v)⟩.
            float[] weights = TestData.Uniform((int)g.OutLength, seed: 3), spread = new float[g.InLength];
            MaxPickKernel.Run(g, other, positions, picked.Span);
            MaxPool2DKernels.Backward(g, weights, positions, spread, accumulate: false);
            Assert.Equal(Dot(other, spread), Dot(picked.Span, weights), 1e-3);
        }
    }

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }
}
