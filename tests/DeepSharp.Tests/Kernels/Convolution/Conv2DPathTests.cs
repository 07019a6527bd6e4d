using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

/// <summary>Geometries that take the special paths: few channels, depthwise, one tap, and windows that no layer would choose.</summary>
public class Conv2DPathTests
{
    [Theory]
    [InlineData(1, 3), InlineData(3, 3), InlineData(4, 5), InlineData(8, 3), InlineData(9, 2), InlineData(16, 3), InlineData(17, 3)]
    public void Images_of_few_channels_match_the_reference(int channels, int kernel)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 11, 23, channels, 5, (kernel, kernel), (1, 1), (1, 1), 1, same);
            Check(1, 10, 19, channels, 18, (kernel, 1), (2, 3), (1, 1), 1, same);
            Check(2, 12, 14, channels, 7, (kernel, kernel), (2, 1), (1, 2), 1, same);
            Check(1, 12, 15, channels, 33, (2, kernel), (5, 6), (2, 1), 1, same); // some pixels are under no window
        }
    }

    [Theory]
    [InlineData(3, 1), InlineData(3, 2), InlineData(2, 4), InlineData(7, 2)]
    public void A_tall_image_of_few_channels_in_several_bands_matches_the_reference(int kernel, int stride)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(1, 120, 5, 3, 4, (kernel, 3), (stride, 1), (1, 1), 1, same);
            Check(2, 131, 4, 2, 3, (kernel, 2), (stride, 2), (2, 1), 1, same);
        }
    }

    [Fact]
    public void A_wide_image_of_few_channels_matches_the_reference()
    {
        Check(1, 3, 333, 3, 4, (3, 3), (1, 1), (1, 1), 1, same: true);
        Check(1, 8, 230, 3, 5, (7, 7), (2, 2), (1, 1), 1, same: true);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(9)]
    public void Depthwise_kernels_of_every_width_match_the_reference(int width)
    {
        foreach (bool same in (bool[])[false, true])
        {
            Check(2, 5, 21, 18, 18, (3, width), (1, 1), (1, 1), 18, same);
            Check(1, 4, 30, 7, 7, (1, width), (1, 2), (1, 1), 7, same);
            Check(1, 5, 24, 35, 35, (2, width), (2, 1), (1, 2), 35, same);
        }
    }

    [Fact]
    public void Depthwise_rows_of_every_width_match_the_reference()
    {
        for (int width = 1; width <= 30; width++)
        {
            Check(1, 3, width, 33, 33, (3, 3), (1, 1), (1, 1), 33, same: true);
            Check(2, 2, width, 5, 5, (2, 4), (1, 1), (1, 1), 5, same: false);
        }
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(4), InlineData(8), InlineData(12), InlineData(16)]
    [InlineData(31), InlineData(48), InlineData(80)]
    public void Depthwise_convolutions_of_every_number_of_channels_match_the_reference(int channels)
    {
        Check(2, 4, 13, 2 * channels, 2 * channels, (3, 3), (1, 1), (1, 1), 2 * channels, same: true);
        Check(1, 4, 13, channels + 1, channels + 1, (3, 4), (2, 2), (1, 1), channels + 1, same: true);
    }

    [Fact]
    public void One_tap_over_rows_of_every_width_matches_the_reference()
    {
        for (int width = 1; width <= 40; width += 3)
        {
            Check(2, 3, width, 20, 35, (1, 1), (1, 1), (1, 1), 1, same: false);
            Check(17, 2, width, 5, 16, (1, 1), (1, 1), (1, 1), 1, same: false);
        }
    }

    // Work is split over the panels of the kernel, by rows and by images, with a last panel that is not full.
    [Fact]
    public void A_large_kernel_over_few_pixels_matches_the_reference()
    {
        Check(1, 14, 13, 128, 250, (3, 3), (2, 2), (1, 1), 1, same: true);
        Check(8, 3, 3, 128, 130, (2, 3), (1, 1), (1, 1), 1, same: true);
        Check(2, 14, 14, 64, 260, (3, 3), (2, 2), (1, 1), 2, same: true);
        Check(1, 7, 7, 300, 320, (1, 1), (1, 1), (1, 1), 1, same: false);
    }

    // More than the last level of most caches holds: the stretch that comes next is fetched ahead.
    [Fact]
    public void An_image_beyond_the_caches_matches_the_reference() =>
        Check(2, 180, 190, 64, 2, (1, 1), (1, 1), (1, 1), 1, same: false);

    [Fact]
    public void Arbitrary_padding_and_cropped_outputs_match_the_reference()
    {
        var random = new Random(31);
        for (int round = 0; round < 300; round++)
        {
            bool isDepthwise = random.Next(3) == 0;
            int groups = isDepthwise ? random.Next(2, 40) : 1, channels = isDepthwise ? groups : random.Next(1, 20);
            int filters = isDepthwise ? groups : random.Next(1, 40);
            WindowAxis vertical = Axis(random, 9), horizontal = Axis(random, 26);
            var geometry = new Conv2DGeometry(random.Next(1, 4), channels, filters, groups, vertical, horizontal);
            if (geometry.OutHeight <= 0 || geometry.OutWidth <= 0 || geometry.Operations > 2e6) continue;
            new Conv2DCase(geometry, round).AssertMatchesReference();
        }
    }

    private static WindowAxis Axis(Random random, int longest)
    {
        int input = random.Next(1, longest + 1), window = random.Next(1, 6), stride = random.Next(1, 4), dilation = random.Next(1, 3);
        int before = random.Next(0, 4), after = random.Next(0, 4);
        int room = input + before + after - (window - 1) * dilation - 1;
        int output = room < 0 ? 0 : room / stride + 1;
        return new WindowAxis(input, window, stride, dilation, output - random.Next(0, Math.Max(1, output)), before, after);
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
