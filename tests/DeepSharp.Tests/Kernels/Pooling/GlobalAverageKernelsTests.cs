using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Pooling;

public class GlobalAverageKernelsTests
{
    // Global pooling is one window as large as the image.
    private static Pool2DGeometry Whole(int images, int pixels, int channels) =>
        PoolingCases.Create(images, channels, (pixels, 1), (pixels, 1), (1, 1), same: false);

    private static IEnumerable<(int Images, int Pixels, int Channels)> Sizes()
    {
        for (int channels = 1; channels <= 130; channels++) yield return (2, 5, channels);
        yield return (1, 1, 130);
        yield return (3, 64, 17);
        yield return (2, 65, 128);
        yield return (0, 3, 3);
    }

    [Fact]
    public void Forward_is_the_mean_over_all_pixels()
    {
        foreach ((int images, int pixels, int channels) in Sizes())
        {
            float[] x = TestData.Uniform(images * pixels * channels, 1);
            var y = new Fenced(images * channels);

            GlobalAverageKernels.Forward(x, y.Span, images, pixels, channels);

            double[] want = PoolingReference.Average(Whole(images, pixels, channels), x);
            TestData.AssertClose(want, y.Span, 1e-6, 0, $"{images}, {pixels}, {channels}");
            y.AssertIntact();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_gives_every_pixel_its_share(bool accumulate)
    {
        foreach ((int images, int pixels, int channels) in Sizes())
        {
            float[] dy = TestData.Uniform(images * channels, 2);
            float[] before = TestData.Uniform(images * pixels * channels, 3);
            var dx = new Fenced(accumulate ? before : new Fenced(before.Length).Span);

            GlobalAverageKernels.Backward(dy, dx.Span, images, pixels, channels, accumulate);

            double[] want = PoolingReference.AverageGradient(Whole(images, pixels, channels), dy);
            if (accumulate) for (int i = 0; i < want.Length; i++) want[i] += before[i];
            TestData.AssertClose(want, dx.Span, 1e-6, 0, $"{images}, {pixels}, {channels}");
            dx.AssertIntact();
        }
    }

    [Fact]
    public void A_long_sum_keeps_its_precision()
    {
        const int pixels = 100_000;
        var x = new float[pixels];
        Array.Fill(x, 0.1f);
        var y = new float[1];

        GlobalAverageKernels.Forward(x, y, 1, pixels, 1);

        Assert.Equal(0.1f, y[0], 1e-6f); // one running sum in float would be off by 1e-4
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int images = 5, pixels = 400, channels = 150;
        float[] x = TestData.Uniform(images * pixels * channels, 4);
        float[] y1 = new float[images * channels], y3 = new float[images * channels];
        float[] dx1 = new float[x.Length], dx3 = new float[x.Length];

        using (new ThreadCount(1))
        {
            GlobalAverageKernels.Forward(x, y1, images, pixels, channels);
            GlobalAverageKernels.Backward(y1, dx1, images, pixels, channels, accumulate: false);
        }

        using var _ = new ThreadCount(3);
        AllocationAssert.Zero(
            () =>
            {
                GlobalAverageKernels.Forward(x, y3, images, pixels, channels);
                GlobalAverageKernels.Backward(y3, dx3, images, pixels, channels, accumulate: false);
            },
            warmup: 5,
            repeats: 5);

        TestData.AssertSameBits(y1, y3, "forward");
        TestData.AssertSameBits(dx1, dx3, "backward");
    }
}
