using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

public class Conv2DKernelTests
{
    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(3, 3), InlineData(4, 4), InlineData(5, 5)]
    [InlineData(1, 3), InlineData(3, 1), InlineData(2, 5), InlineData(5, 4)]
    public void Every_kernel_size_matches_the_reference(int height, int width)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 9, 11, 5, 6, (height, width), (1, 1), (1, 1), 1, same);
            Check(3, 5, 6, 16, 16, (height, width), (2, 1), (1, 1), 1, same);
        }
    }

    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(3, 3), InlineData(1, 2), InlineData(3, 1), InlineData(2, 3)]
    public void Every_stride_matches_the_reference(int vertical, int horizontal)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 10, 13, 7, 9, (3, 3), (vertical, horizontal), (1, 1), 1, same);
            Check(2, 9, 8, 33, 18, (2, 1), (vertical, horizontal), (1, 1), 1, same); // strides larger than the kernel
            Check(1, 7, 35, 4, 40, (1, 1), (vertical, horizontal), (1, 1), 1, same);
        }
    }

    [Theory]
    [InlineData(1, 2), InlineData(2, 1), InlineData(2, 2), InlineData(3, 3), InlineData(3, 2)]
    public void Every_dilation_matches_the_reference(int vertical, int horizontal)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 11, 12, 6, 17, (3, 3), (1, 1), (vertical, horizontal), 1, same);
            Check(2, 12, 15, 3, 5, (2, 3), (2, 3), (vertical, horizontal), 1, same);
            Check(9, 8, 8, 20, 4, (3, 2), (1, 1), (vertical, horizontal), 1, same);
        }
    }

    [Theory]
    [InlineData(2, 4, 6), InlineData(3, 9, 3), InlineData(2, 34, 66), InlineData(5, 5, 15)]
    [InlineData(4, 4, 4), InlineData(20, 20, 20), InlineData(33, 33, 33), InlineData(17, 17, 34)]
    public void Every_grouping_matches_the_reference(int groups, int channels, int filters)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 7, 16, channels, filters, (3, 3), (1, 1), (1, 1), groups, same);
            Check(9, 6, 5, channels, filters, (2, 3), (2, 1), (1, 2), groups, same);
            Check(1, 8, 9, channels, filters, (3, 2), (1, 3), (1, 1), groups, same);
        }
    }

    // One filter a channel: strips of four columns, of blocks of rows in large images, and what lies beside them.
    [Theory]
    [InlineData(15), InlineData(16), InlineData(17), InlineData(20), InlineData(24), InlineData(33), InlineData(48), InlineData(61)]
    public void Every_size_of_a_depthwise_convolution_matches_the_reference(int channels)
    {
        foreach (bool same in (bool[])[false, true])
        {
            for (int width = 3; width <= 12; width++) Check(2, 5, width, channels, channels, (3, 3), (1, 1), (1, 1), channels, same);
            for (int height = 3; height <= 9; height++) Check(1, height, 7, channels, channels, (3, 3), (1, 1), (1, 1), channels, same);
            Check(1, 90, 31, channels, channels, (3, 3), (1, 1), (1, 1), channels, same);
        }
    }

    public static TheoryData<int> AroundRegisterWidths => [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 63, 64, 65, 70];

    [Theory, MemberData(nameof(AroundRegisterWidths))]
    public void Every_number_of_channels_matches_the_reference(int channels)
    {
        Check(1, 5, 9, channels, 3, (3, 3), (1, 1), (1, 1), 1, same: true);
        Check(2, 3, 8, channels, 34, (1, 1), (1, 1), (1, 1), 1, same: false);
        Check(15, 3, 4, channels, 5, (2, 2), (1, 1), (1, 1), 1, same: false);
    }

    [Theory, MemberData(nameof(AroundRegisterWidths))]
    public void Every_number_of_filters_matches_the_reference(int filters)
    {
        Check(1, 5, 9, 3, filters, (3, 3), (1, 1), (1, 1), 1, same: true);
        Check(2, 3, 8, 34, filters, (1, 1), (1, 1), (1, 1), 1, same: false);
        Check(15, 3, 4, 5, filters, (2, 2), (1, 1), (1, 1), 1, same: false);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(13), InlineData(14), InlineData(15), InlineData(29)]
    public void Every_batch_matches_the_reference(int batch)
    {
        Check(batch, 4, 4, 8, 33, (3, 3), (1, 1), (1, 1), 1, same: true);
        Check(batch, 5, 3, 3, 16, (3, 3), (1, 1), (1, 1), 1, same: false);
        Check(batch, 2, 9, 4, 7, (1, 2), (1, 1), (1, 1), 1, same: false);
    }

    [Fact]
    public void Every_row_width_around_tile_heights_matches_the_reference()
    {
        for (int width = 1; width <= 45; width++) Check(2, 2, width, 4, 33, (2, 1), (1, 1), (1, 1), 1, same: false);
        Check(1, 2, 250, 2, 3, (2, 3), (1, 1), (1, 1), 1, same: true);
        Check(1, 2, 231, 9, 33, (1, 3), (1, 2), (1, 1), 1, same: true);
    }

    [Fact]
    public void A_kernel_as_large_as_the_image_matches_the_reference()
    {
        Check(5, 4, 6, 7, 33, (4, 6), (1, 1), (1, 1), 1, same: false);
        Check(5, 4, 6, 7, 33, (4, 6), (3, 2), (1, 1), 1, same: true);
    }

    [Fact]
    public void Images_a_power_of_two_apart_match_the_reference()
    {
        Check(15, 4, 4, 64, 32, (3, 3), (1, 1), (1, 1), 1, same: true);
        Check(15, 4, 4, 32, 64, (3, 3), (1, 1), (1, 1), 2, same: true);
    }

    [Fact]
    public void Layers_of_a_real_network_match_the_reference()
    {
        Check(1, 32, 32, 3, 32, (3, 3), (1, 1), (1, 1), 1, same: false);
        Check(1, 15, 15, 32, 64, (3, 3), (1, 1), (1, 1), 1, same: false);
        Check(15, 6, 6, 32, 64, (3, 3), (1, 1), (1, 1), 1, same: false);
        Check(1, 28, 28, 16, 32, (3, 3), (2, 2), (1, 1), 1, same: true);
    }

    [Fact]
    public void Random_geometries_match_the_reference()
    {
        var random = new Random(20);
        for (int round = 0; round < 150; round++)
        {
            int groups = random.Next(4) == 0 ? random.Next(1, 5) : 1;
            var geometry = Conv2DGeometry.Create(
                random.Next(1, 17), random.Next(1, 12), random.Next(1, 18), groups * random.Next(1, 20), groups * random.Next(1, 40),
                random.Next(1, 5), random.Next(1, 5), random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), random.Next(1, 4), groups,
                random.Next(2) == 0);
            if (geometry.OutHeight <= 0 || geometry.OutWidth <= 0 || geometry.Operations > 2e6) continue;
            new Conv2DCase(geometry, round).AssertMatchesReference();
        }
    }

    private static void Check(
        int batch, int height, int width, int channels, int filters,
        (int Height, int Width) kernel, (int Height, int Width) stride, (int Height, int Width) dilation, int groups, bool same)
    {
        var geometry = Conv2DGeometry.Create(
            batch, height, width, channels, filters, kernel.Height, kernel.Width, stride.Height, stride.Width,
            dilation.Height, dilation.Width, groups, same);
        if (geometry.OutHeight <= 0 || geometry.OutWidth <= 0) return;
        new Conv2DCase(geometry).AssertMatchesReference();
    }
}
