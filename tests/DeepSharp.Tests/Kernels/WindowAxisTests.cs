using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels;

public class WindowAxisTests
{
    [Theory]
    [InlineData(5, 3, 1, 1, 5, 1, 1)]
    [InlineData(5, 2, 1, 1, 5, 0, 1)] // the smaller half comes first
    [InlineData(5, 3, 2, 1, 3, 1, 1)]
    [InlineData(6, 3, 2, 1, 3, 0, 1)]
    [InlineData(7, 3, 1, 2, 7, 2, 2)]
    [InlineData(7, 1, 3, 1, 3, 0, 0)]
    public void Same_padding_covers_the_input(int input, int window, int stride, int dilation, int output, int before, int after) =>
        Assert.Equal(
            new WindowAxis(input, window, stride, dilation, output, before, after),
            WindowAxis.Create(input, window, stride, dilation, same: true));

    [Theory]
    [InlineData(5, 3, 1, 1, 3)]
    [InlineData(6, 3, 2, 1, 2)]
    [InlineData(7, 3, 1, 3, 1)]
    [InlineData(3, 3, 3, 1, 1)]
    [InlineData(2, 3, 1, 1, 0)]
    [InlineData(2, 3, 2, 1, 0)]
    public void Valid_windows_stay_inside_the_input(int input, int window, int stride, int dilation, int output) =>
        Assert.Equal(
            new WindowAxis(input, window, stride, dilation, output, 0, 0), WindowAxis.Create(input, window, stride, dilation, same: false));

    [Theory]
    [InlineData(2, 3, 1, 1, false, 0)]
    [InlineData(2, 6, 2, 1, false, -1)]
    [InlineData(8, 3, 1, int.MaxValue, false, 8L - 2 * (long)int.MaxValue)]
    [InlineData(8, int.MaxValue, 1, int.MaxValue, false, 8L - (long)(int.MaxValue - 1) * int.MaxValue)]
    [InlineData(8, int.MaxValue, int.MaxValue, int.MaxValue, true, 1)]
    [InlineData(int.MaxValue, 3, 2, 1, true, 1 << 30)]
    public void Positions_are_counted_in_64_bits(int input, int window, int stride, int dilation, bool same, long positions) =>
        Assert.Equal(positions, WindowAxis.Positions(input, window, stride, dilation, same ? Border.Same : Border.Valid));

    [Theory]
    [InlineData(8, 3, 1, 8000, 1, 1, 8, 0, 0, 1, 1)] // only the middle tap
    [InlineData(8, 3, 1, int.MaxValue, 1, 1, 8, 0, 0, 1, 1)]
    [InlineData(8, 5, 1, 7, 3, 7, 8, 7, 7, 1, 1)] // 14 away on either side is outside
    [InlineData(1, 3, 1, 1, 1, 1, 1, 0, 0, 1, 1)]
    [InlineData(8, 2, 1, 15, 1, 1, 8, 7, 0, 0, 1)] // the larger half comes last, and is outside
    [InlineData(8, 2, 1, 16, 1, 1, 8, 8, 0, 0, 1)] // both are outside: one stands for them
    [InlineData(6, int.MaxValue, int.MaxValue, 1, 6, 1, 1, 0, 0, 1073741820, 1073741821)]
    [InlineData(6, 4, int.MaxValue, 1, 4, 1, 1, 0, 0, 0, 0)]
    public void Same_padding_keeps_the_taps_that_lie_on_the_input(
        int input, int window, int stride, int dilation, int kept, int keptDilation, int output, int before, int after, int tapsBefore,
        int tapsAfter)
    {
        WindowAxis axis = WindowAxis.Create(input, window, stride, dilation, same: true);

        Assert.Equal((kept, output, before, after), (axis.Window, axis.Output, axis.PadBefore, axis.PadAfter));
        Assert.Equal((keptDilation, tapsBefore, tapsAfter), (axis.Dilation, axis.TapsBefore, axis.TapsAfter));
    }

    [Fact]
    public void What_is_kept_reads_what_all_taps_read()
    {
        int[] lengths = [1, 2, 3, 5, 8], windows = [1, 2, 3, 4, 7, 16], steps = [1, 2, 3, 7, 15, 16, 40];
        foreach (int input in lengths)
            foreach (int window in windows)
                foreach (int stride in steps)
                    foreach (int dilation in steps)
                        foreach (Border border in Enum.GetValues<Border>())
                        {
                            WindowAxis axis = WindowAxis.Create(input, window, stride, dilation, border);
                            Assert.Equal(Read(input, window, stride, dilation, border), Read(axis));
                            Assert.InRange(axis.PadBefore, 0, Math.Max(2 * input, dilation));
                        }
    }

    // For each position and tap of the kernel the place in the input.
    private static List<(int Position, int Tap, long Place)> Read(int input, int window, int stride, int dilation, Border border)
    {
        long extent = (window - 1L) * dilation + 1;
        long output = border != Border.Valid ? (input + stride - 1) / stride : input < extent ? 0 : (input - extent) / stride + 1;
        long same = Math.Max((output - 1) * stride + extent - input, 0) / 2;
        long before = border switch { Border.Same => same, Border.Causal => extent - 1, _ => 0 };
        List<(int, int, long)> read = [];
        for (int position = 0; position < output; position++)
            for (int tap = 0; tap < window; tap++)
            {
                long place = (long)position * stride + (long)tap * dilation - before;
                if (place >= 0 && place < input) read.Add((position, tap, place));
            }

        return read;
    }

    private static List<(int Position, int Tap, long Place)> Read(in WindowAxis axis)
    {
        List<(int, int, long)> read = [];
        for (int position = 0; position < axis.Output; position++)
            for (int tap = 0; tap < axis.Window; tap++)
            {
                long place = (long)position * axis.Stride + (long)tap * axis.Dilation - axis.PadBefore;
                if (place >= 0 && place < axis.Input) read.Add((position, axis.TapsBefore + tap, place));
            }

        return read;
    }
}
