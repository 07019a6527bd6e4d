using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

/// <summary>Convolutions of images of several planes, all three passes.</summary>
public class VolumeKernelTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Every_number_of_kernel_planes_matches_the_reference(int planes)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, (5, 4, 9), 5, 6, (planes, 3, 3), (1, 1, 1), (1, 1, 1), 1, same);
            Check(1, (6, 5, 11), 17, 33, (planes, 1, 2), (1, 1, 1), (1, 1, 1), 1, same);
            Check(15, (4, 3, 4), 9, 5, (planes, 2, 2), (1, 1, 1), (1, 1, 1), 1, same);
        }
    }

    [Theory]
    [InlineData(1, 1, 1), InlineData(2, 1, 1), InlineData(2, 2, 2), InlineData(3, 2, 1), InlineData(1, 2, 3)]
    public void Every_stride_and_dilation_matches_the_reference(int planes, int rows, int columns)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, (7, 8, 9), 7, 9, (3, 3, 3), (planes, rows, columns), (1, 1, 1), 1, same);
            Check(2, (7, 8, 9), 7, 9, (3, 3, 3), (1, 1, 1), (planes, rows, columns), 1, same);
            Check(1, (9, 7, 18), 35, 20, (2, 3, 2), (planes, rows, columns), (1, 1, 1), 1, same);
            Check(1, (9, 7, 18), 3, 34, (2, 2, 3), (planes, rows, columns), (columns, 1, 2), 1, same);
        }
    }

    [Theory]
    [InlineData(2, 4, 6), InlineData(3, 9, 3), InlineData(4, 4, 4), InlineData(20, 20, 20), InlineData(33, 33, 33), InlineData(5, 5, 15)]
    public void Every_grouping_matches_the_reference(int groups, int channels, int filters)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, (4, 5, 12), channels, filters, (3, 3, 3), (1, 1, 1), (1, 1, 1), groups, same);
            Check(2, (6, 5, 7), channels, filters, (2, 3, 3), (2, 1, 2), (1, 1, 1), groups, same);
            Check(1, (3, 3, 14), channels, filters, (1, 3, 3), (1, 1, 1), (1, 1, 1), groups, same);
        }
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(8), InlineData(16), InlineData(17), InlineData(32), InlineData(40)]
    public void Every_number_of_channels_matches_the_reference(int channels)
    {
        Check(1, (4, 5, 9), channels, 3, (3, 3, 3), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (3, 2, 30), channels, 16, (3, 1, 3), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(1, (40, 3, 5), channels, 20, (3, 2, 2), (1, 1, 1), (1, 1, 1), 1, same: false);
    }

    // Planes are then images by themselves, to which Winograd's method and all other paths are open.
    [Fact]
    public void Planes_that_no_tap_joins_match_the_reference()
    {
        Check(2, (5, 12, 12), 16, 16, (1, 3, 3), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (5, 6, 7), 16, 18, (1, 1, 1), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (5, 6, 7), 16, 18, (1, 3, 3), (2, 1, 1), (1, 1, 1), 1, same: true);
    }

    // Taps that lie outside everywhere are dropped, on each axis.
    [Fact]
    public void Windows_larger_than_the_volume_match_the_reference()
    {
        Check(2, (2, 3, 4), 3, 5, (7, 9, 11), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (2, 9, 4), 3, 5, (7, 3, 3), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (5, 2, 4), 3, 5, (2, 7, 3), (1, 1, 1), (1, 1, 1), 1, same: true);
        Check(2, (3, 3, 3), 4, 4, (3, 3, 3), (1, 1, 1), (50, 2, 60), 1, same: true);
    }

    [Fact]
    public void Random_geometries_match_the_reference()
    {
        var random = new Random(20);
        for (int round = 0; round < 200; round++)
        {
            int groups = random.Next(4) == 0 ? random.Next(1, 5) : 1;
            Conv2DGeometry geometry = Create(
                random.Next(1, 10), (random.Next(1, 8), random.Next(1, 9), random.Next(1, 14)), groups * random.Next(1, 20),
                groups * random.Next(1, 40), Three(1, 5), Three(1, 4), Three(1, 4), groups, random.Next(2) == 0);
            if (geometry.OutLength <= 0 || geometry.Operations > 2e6) continue;
            new Conv2DCase(geometry, round).AssertMatchesReference();
        }

        (int, int, int) Three(int least, int end) => (random.Next(least, end), random.Next(least, end), random.Next(least, end));
    }

    [Theory]
    [InlineData(2, 16, 56, 8, 16, 1, true), InlineData(1, 12, 20, 24, 48, 1, false), InlineData(4, 8, 9, 40, 40, 40, true)]
    [InlineData(2, 6, 7, 130, 70, 1, true), InlineData(3, 30, 12, 3, 20, 1, true), InlineData(16, 3, 4, 32, 32, 2, true)]
    public void Results_are_the_same_bits_on_any_number_of_threads_and_nothing_is_allocated(
        int batch, int planes, int size, int channels, int filters, int groups, bool same)
    {
        var data = new Conv2DCase(Create(batch, (planes, size, size), channels, filters, (3, 3, 3), (1, 1, 1), (1, 1, 1), groups, same));
        float[][] one = AllPasses(data, 1), two = AllPasses(data, 2), three = AllPasses(data, 3);
        Assert.Equal(one, two);
        Assert.Equal(one, three);

        Conv2DGeometry g = data.Geometry;
        float[] y = new float[g.OutLength], dx = new float[g.InLength], dkernel = new float[g.KernelLength];
        using var _ = new ThreadCount(2);
        AllocationAssert.Zero(
            () =>
            {
                Conv2DForward.Run(g, data.X, data.Kernel, data.Bias, y, FusedActivation.ReLU);
                Conv2DBackwardInput.Run(g, data.DY, data.Kernel, dx, accumulate: true);
                Conv2DBackwardKernel.Run(g, data.X, data.DY, dkernel, accumulate: true);
            },
            warmup: 5,
            repeats: 5);
    }

    private static float[][] AllPasses(Conv2DCase data, int threads)
    {
        using var _ = new ThreadCount(threads);
        return [data.Forward(useBias: true, FusedActivation.ReLU), data.BackwardInput(), data.Transposed(FusedActivation.ReLU), data.BackwardKernel()];
    }

    private static Conv2DGeometry Create(
        int batch, (int, int, int) size, int channels, int filters, (int, int, int) kernel, (int, int, int) stride,
        (int, int, int) dilation, int groups, bool same) =>
        Conv2DGeometry.Create(
            batch, size.Item2, size.Item3, channels, filters, kernel.Item2, kernel.Item3, stride.Item2, stride.Item3,
            dilation.Item2, dilation.Item3, groups, same) with
        {
            Frontal = WindowAxis.Create(size.Item1, kernel.Item1, stride.Item1, dilation.Item1, same),
        };

    private static void Check(
        int batch, (int, int, int) size, int channels, int filters, (int, int, int) kernel, (int, int, int) stride,
        (int, int, int) dilation, int groups, bool same)
    {
        Conv2DGeometry geometry = Create(batch, size, channels, filters, kernel, stride, dilation, groups, same);
        if (geometry.OutLength > 0) new Conv2DCase(geometry).AssertMatchesReference();
    }
}
