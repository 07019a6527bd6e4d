using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

public class WinogradChoiceTests
{
    [Fact]
    public void Layers_of_many_channels_go_by_squares_of_four_or_two()
    {
        Assert.Equal(4, WinogradChoice.Forward(Layer(8, 56, 64, 64)));
        Assert.Equal(4, WinogradChoice.BackwardInput(Layer(8, 56, 64, 64)));
        Assert.Equal(4, WinogradChoice.BackwardKernel(Layer(8, 56, 64, 64)));
        Assert.Equal(2, WinogradChoice.Forward(Layer(64, 2, 64, 64)));
    }

    [Fact]
    public void Few_channels_and_few_pixels_are_summed_directly()
    {
        Assert.Equal(0, WinogradChoice.Forward(Layer(8, 56, 15, 64)));
        Assert.Equal(0, WinogradChoice.Forward(Layer(8, 56, 64, 15)));
        Assert.Equal(0, WinogradChoice.Forward(Layer(1, 1, 64, 64)));
        Assert.Equal(0, WinogradChoice.BackwardKernel(Layer(1, 1, 64, 64)));
    }

    [Theory]
    [InlineData(5, 5, 1, 1, 1), InlineData(3, 1, 1, 1, 1), InlineData(1, 3, 1, 1, 1)]
    [InlineData(3, 3, 2, 1, 1), InlineData(3, 3, 1, 2, 1), InlineData(3, 3, 1, 1, 2)]
    public void Other_kernels_strides_dilations_and_groups_are_summed_directly(int height, int width, int stride, int dilation, int groups)
    {
        var g = Conv2DGeometry.Create(8, 56, 56, 64, 64, height, width, stride, stride, dilation, dilation, groups, same: true);
        Assert.Equal(0, WinogradChoice.Forward(g));
        Assert.Equal(0, WinogradChoice.BackwardInput(g));
        Assert.Equal(0, WinogradChoice.BackwardKernel(g));
    }

    [Fact]
    public void The_switch_decides_what_the_passes_run()
    {
        Conv2DGeometry g = Layer(4, 12, 32, 32);
        var data = new Conv2DCase(g);
        var squares = new WinogradCase(g, WinogradChoice.Forward(g));

        Assert.Equal(squares.Forward(useBias: true, FusedActivation.ReLU), data.Forward(useBias: true, FusedActivation.ReLU));
        Assert.Equal(squares.BackwardInput(null), data.BackwardInput());
        Assert.Equal(squares.BackwardKernel(null), data.BackwardKernel());

        using var _ = new WinogradSetting(false);
        Assert.NotEqual(squares.Forward(useBias: true, FusedActivation.ReLU), data.Forward(useBias: true, FusedActivation.ReLU));
        Assert.NotEqual(squares.BackwardInput(null), data.BackwardInput());
        Assert.NotEqual(squares.BackwardKernel(null), data.BackwardKernel());
    }

    private static Conv2DGeometry Layer(int batch, int size, int channels, int filters) =>
        Conv2DGeometry.Create(batch, size, size, channels, filters, 3, 3, 1, 1, 1, 1, 1, same: true);
}
