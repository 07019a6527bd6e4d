using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Pooling;

public class GlobalMaxKernelsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_gives_the_maxima_equal_shares(bool accumulate)
    {
        IEnumerable<(int, int, int)> sizes = Enumerable.Range(1, 70).Select(channels => (2, 9, channels));
        foreach ((int images, int pixels, int channels) in sizes.Append((3, 64, 130)).Append((0, 3, 3)).Append((4, 700, 128)))
        {
            float[] x = Samples.Integers(images * pixels * channels, 1), dy = TestData.Uniform(images * channels, 2);
            float[] y = new float[dy.Length], before = TestData.Uniform(x.Length, 3);
            ReductionKernels.Max(x, images, pixels, channels, y);
            var dx = new Fenced(accumulate ? before : new Fenced(x.Length).Span);

            GlobalMaxKernels.Backward(x, y, dy, dx.Span, images, pixels, channels, accumulate);

            double[] want = [.. x.Select((value, i) =>
            {
                int image = i / (pixels * channels), c = i % channels;
                int count = Enumerable.Range(0, pixels).Count(p => x[(image * pixels + p) * channels + c] == y[image * channels + c]);
                double share = value == y[image * channels + c] ? (double)dy[image * channels + c] / count : 0;
                return share + (accumulate ? before[i] : 0);
            })];
            TestData.AssertClose(want, dx.Span, 1e-6, 0, $"{images}, {pixels}, {channels}");
            dx.AssertIntact();
        }
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        const int images = 5, pixels = 400, channels = 150;
        float[] x = TestData.Uniform(images * pixels * channels, 4), dy = TestData.Uniform(images * channels, 5), y = new float[dy.Length];
        float[] dx1 = new float[x.Length], dx3 = new float[x.Length];
        ReductionKernels.Max(x, images, pixels, channels, y);
        using (new ThreadCount(1)) GlobalMaxKernels.Backward(x, y, dy, dx1, images, pixels, channels, accumulate: false);

        using var _ = new ThreadCount(3);
        AllocationAssert.Zero(
            () => GlobalMaxKernels.Backward(x, y, dy, dx3, images, pixels, channels, accumulate: false), warmup: 5, repeats: 5);

        TestData.AssertSameBits(dx1, dx3, "gradient");
    }
}
