using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Convolution;

public class Conv2DThreadingTests
{
    public static TheoryData<int, int, int, int, int, int, int, bool> Layers => new()
    {
        { 32, 20, 20, 3, 32, 1, 1, false },
        { 16, 15, 15, 32, 40, 1, 1, false },
        { 32, 6, 6, 32, 64, 1, 1, false },
        { 5, 14, 14, 24, 48, 2, 1, true },
        { 4, 14, 30, 64, 64, 1, 64, true },
        { 7, 12, 40, 6, 70, 1, 2, true },
        { 1, 150, 60, 3, 24, 2, 1, true },
        { 3, 40, 40, 48, 48, 1, 48, true },
        { 2, 60, 60, 32, 32, 2, 32, false },
        { 2, 90, 50, 40, 40, 1, 40, true },
        { 8, 30, 30, 64, 64, 1, 1, true },
        { 4, 7, 7, 300, 130, 1, 1, true },
        { 32, 2, 2, 140, 40, 1, 1, true },
        { 1, 14, 14, 128, 256, 2, 1, true },
        { 1, 9, 9, 160, 300, 1, 1, true },
    };

    [Theory, MemberData(nameof(Layers))]
    public void Results_are_the_same_bits_on_any_number_of_threads(
        int batch, int height, int width, int channels, int filters, int stride, int groups, bool same)
    {
        var geometry = Conv2DGeometry.Create(batch, height, width, channels, filters, 3, 3, stride, stride, 1, 1, groups, same);
        var data = new Conv2DCase(geometry);

        float[][] one = AllPasses(data, 1), two = AllPasses(data, 2), three = AllPasses(data, 3);

        Assert.Equal(one, two);
        Assert.Equal(one, three);
    }

    [Theory, MemberData(nameof(Layers))]
    public void A_steady_call_allocates_nothing(
        int batch, int height, int width, int channels, int filters, int stride, int groups, bool same)
    {
        var geometry = Conv2DGeometry.Create(batch, height, width, channels, filters, 3, 3, stride, stride, 1, 1, groups, same);
        var data = new Conv2DCase(geometry);
        float[] y = new float[geometry.OutLength], dx = new float[geometry.InLength], dkernel = new float[geometry.KernelLength];
        using var _ = new ThreadCount(2);

        AllocationAssert.Zero(
            () =>
            {
                Conv2DForward.Run(geometry, data.X, data.Kernel, data.Bias, y, FusedActivation.ReLU);
                Conv2DBackwardInput.Run(geometry, data.DY, data.Kernel, dx, accumulate: true);
                Conv2DBackwardKernel.Run(geometry, data.X, data.DY, dkernel, accumulate: true);
            },
            warmup: 5,
            repeats: 5);
    }

    private static float[][] AllPasses(Conv2DCase data, int threads)
    {
        using var _ = new ThreadCount(threads);
        return [data.Forward(useBias: true, FusedActivation.ReLU), data.BackwardInput(), data.BackwardKernel()];
    }
}
