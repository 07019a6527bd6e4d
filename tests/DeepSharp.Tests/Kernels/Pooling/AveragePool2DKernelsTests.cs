using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Pooling;

public class AveragePool2DKernelsTests
{
    [Fact]
    public void Forward_divides_by_the_number_of_real_cells()
    {
        foreach (Pool2DGeometry g in PoolingCases.All())
        {
            float[] x = TestData.Uniform((int)g.InLength, 1);
            var y = new Fenced((int)g.OutLength);

            AveragePool2DKernels.Forward(g, x, y.Span);

            TestData.AssertClose(PoolingReference.Average(g, x), y.Span, 2e-6, 0, $"{g}");
            y.AssertIntact();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_spreads_each_gradient_over_its_window(bool accumulate)
    {
        foreach (Pool2DGeometry g in PoolingCases.All())
        {
            float[] dy = TestData.Uniform((int)g.OutLength, 2);
            float[] before = TestData.Uniform((int)g.InLength, 3);
            var dx = new Fenced(accumulate ? before : new Fenced(before.Length).Span);

            AveragePool2DKernels.Backward(g, dy, dx.Span, accumulate);

            double[] want = PoolingReference.AverageGradient(g, dy);
            if (accumulate) for (int i = 0; i < want.Length; i++) want[i] += before[i];
            TestData.AssertClose(want, dx.Span, 2e-6, 0, $"{g}");
            dx.AssertIntact();
        }
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits()
    {
        foreach (Pool2DGeometry g in PoolingCases.Large())
        {
            (float[] y1, float[] dx1) = Run(g, 1);
            (float[] y3, float[] dx3) = Run(g, 3);

            TestData.AssertSameBits(y1, y3, $"forward {g}");
            TestData.AssertSameBits(dx1, dx3, $"backward {g}");
        }
    }

    [Fact]
    public void A_pass_allocates_nothing()
    {
        using var _ = new ThreadCount(2);
        Pool2DGeometry g = PoolingCases.Large().First();
        float[] x = new float[g.InLength], y = new float[g.OutLength], dx = new float[g.InLength];

        AllocationAssert.Zero(
            () =>
            {
                AveragePool2DKernels.Forward(g, x, y);
                AveragePool2DKernels.Backward(g, y, dx, accumulate: false);
            },
            warmup: 5,
            repeats: 5);
    }

    private static (float[] Y, float[] Dx) Run(Pool2DGeometry g, int threads)
    {
        using var _ = new ThreadCount(threads);
        float[] y = new float[g.OutLength], dx = new float[g.InLength];
        AveragePool2DKernels.Forward(g, TestData.Uniform((int)g.InLength, 4), y);
        AveragePool2DKernels.Backward(g, y, dx, accumulate: false);
        return (y, dx);
    }
}
