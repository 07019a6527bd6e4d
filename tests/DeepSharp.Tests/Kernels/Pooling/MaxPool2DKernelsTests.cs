using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Pooling;

public class MaxPool2DKernelsTests
{
    // Few different values, so that most windows have ties.
    private static float[] Values(long length, int seed)
    {
        float[] values = TestData.Uniform((int)length, seed, -3f, 3f);
        for (int i = 0; i < values.Length; i++) values[i] = MathF.Round(values[i]);
        return values;
    }

    [Fact]
    public void Forward_gives_the_maximum_and_the_first_place_it_was_found()
    {
        foreach (Pool2DGeometry g in PoolingCases.All())
        {
            float[] x = Values(g.InLength, 1);
            var y = new Fenced((int)g.OutLength);
            var positions = new Fenced((int)g.OutLength);

            MaxPool2DKernels.Forward(g, x, y.Span, positions.Span);

            (double[] wantY, double[] wantPositions) = PoolingReference.Max(g, x);
            TestData.AssertClose(wantY, y.Span, 0, 0, $"maximum, {g}");
            TestData.AssertClose(wantPositions, positions.Span, 0, 0, $"position, {g}");
            y.AssertIntact();
            positions.AssertIntact();
        }
    }

    [Fact]
    public void Forward_without_positions_gives_the_same_maxima()
    {
        foreach (Pool2DGeometry g in PoolingCases.All())
        {
            float[] x = Values(g.InLength, 2);
            var y = new Fenced((int)g.OutLength);

            MaxPool2DKernels.Forward(g, x, y.Span, []);

            TestData.AssertClose(PoolingReference.Max(g, x).Y, y.Span, 0, 0, $"{g}");
            y.AssertIntact();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_sends_each_gradient_to_the_maximum(bool accumulate)
    {
        foreach (Pool2DGeometry g in PoolingCases.All())
        {
            float[] x = Values(g.InLength, 3);
            float[] dy = TestData.Uniform((int)g.OutLength, 4);
            float[] before = TestData.Uniform((int)g.InLength, 5);
            var y = new float[g.OutLength];
            var positions = new float[g.OutLength];
            var dx = new Fenced(accumulate ? before : new Fenced(before.Length).Span);
            MaxPool2DKernels.Forward(g, x, y, positions);

            MaxPool2DKernels.Backward(g, dy, positions, dx.Span, accumulate);

            double[] want = PoolingReference.MaxGradient(g, x, dy);
            if (accumulate) for (int i = 0; i < want.Length; i++) want[i] += before[i];
            TestData.AssertClose(want, dx.Span, 2e-6, 0, $"{g}"); // at most nine additions of values below 1
            dx.AssertIntact();
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void All_negative_inputs_with_same_padding_never_give_the_padding(int window)
    {
        var g = PoolingCases.Create(1, 19, (5, 5), (window, window), (2, 2), same: true);
        float[] x = TestData.Uniform((int)g.InLength, 6, -9f, -1f);
        var y = new float[g.OutLength];

        MaxPool2DKernels.Forward(g, x, y, []);

        Assert.All(y, value => Assert.InRange(value, -9f, -1f));
        TestData.AssertClose(PoolingReference.Max(g, x).Y, y, 0, 0, $"{g}");
    }

    [Fact]
    public void Minus_infinity_is_a_value_like_any_other()
    {
        var g = PoolingCases.Create(1, 20, (4, 4), (2, 2), (2, 2), same: false);
        var x = new float[g.InLength];
        Array.Fill(x, float.NegativeInfinity);
        var y = new float[g.OutLength];
        var positions = new float[g.OutLength];

        MaxPool2DKernels.Forward(g, x, y, positions);

        Assert.All(y, value => Assert.Equal(float.NegativeInfinity, value));
        Assert.All(positions, position => Assert.Equal(0f, position));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void A_NaN_reaches_the_output_and_the_position_stays_before_it(int window, int stride)
    {
        var g = PoolingCases.Create(2, 21, (6, 6), (window, window), (stride, stride), same: false);
        float[] x = Values(g.InLength, 7);
        for (int i = 0; i < x.Length; i += 5) x[i] = float.NaN;
        float[] dy = TestData.Uniform((int)g.OutLength, 8);
        var y = new float[g.OutLength];
        var positions = new float[g.OutLength];
        var dx = new float[g.InLength];

        MaxPool2DKernels.Forward(g, x, y, positions);
        MaxPool2DKernels.Backward(g, dy, positions, dx, accumulate: false);

        (double[] wantY, double[] wantPositions) = PoolingReference.Max(g, x);
        TestData.AssertClose(wantY, y, 0, 0, "maximum");
        TestData.AssertClose(wantPositions, positions, 0, 0, "position");
        TestData.AssertClose(PoolingReference.MaxGradient(g, x, dy), dx, 2e-6, 0, "gradient");
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
            TestData.AssertClose(PoolingReference.Max(g, Values(g.InLength, 9)).Y, y3, 0, 0, $"{g}");
        }
    }

    [Fact]
    public void A_pass_allocates_nothing()
    {
        foreach (Pool2DGeometry g in PoolingCases.Large())
        {
            using var _ = new ThreadCount(2);
            float[] x = Values(g.InLength, 10);
            float[] y = new float[g.OutLength], positions = new float[g.OutLength], dx = new float[g.InLength];

            AllocationAssert.Zero(
                () =>
                {
                    MaxPool2DKernels.Forward(g, x, y, positions);
                    MaxPool2DKernels.Backward(g, y, positions, dx, accumulate: false);
                },
                warmup: 5,
                repeats: 5);
        }
    }

    [Fact]
    public void Dilated_windows_are_refused()
    {
        var g = new Pool2DGeometry(1, 1, WindowAxis.Create(9, 2, 1, 2, false), WindowAxis.Create(9, 2, 1, 1, false));

        Assert.Throws<ArgumentException>(() => MaxPool2DKernels.Forward(g, new float[81], new float[81], []));
    }

    private static (float[] Y, float[] Dx) Run(Pool2DGeometry g, int threads)
    {
        using var _ = new ThreadCount(threads);
        float[] y = new float[g.OutLength], positions = new float[g.OutLength], dx = new float[g.InLength];
        MaxPool2DKernels.Forward(g, Values(g.InLength, 9), y, positions);
        MaxPool2DKernels.Backward(g, TestData.Uniform(y.Length, 11), positions, dx, accumulate: false);
        return (y, dx);
    }
}
