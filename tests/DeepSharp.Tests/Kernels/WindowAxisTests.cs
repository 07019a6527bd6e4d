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
    [InlineData(2, 6, 2, 1, -1)]
    public void Valid_windows_stay_inside_the_input(int input, int window, int stride, int dilation, int output) =>
        Assert.Equal(
            new WindowAxis(input, window, stride, dilation, output, 0, 0), WindowAxis.Create(input, window, stride, dilation, same: false));
}
