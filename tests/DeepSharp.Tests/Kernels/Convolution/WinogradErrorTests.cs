using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Convolution;

public class WinogradErrorTests
{
    // Errors in parts of the root mean square of the result. Squares of two are as exact as the sums of the definition (1.14 times their
    // error was measured), squares of four lose up to two bits (3.6 times, 1.1e-6; the largest single error 7.7e-6).
    [Theory]
    [InlineData(2, 16, 1.3), InlineData(2, 64, 1.3), InlineData(2, 256, 1.3)]
    [InlineData(4, 16, 4.2), InlineData(4, 64, 4.2), InlineData(4, 256, 4.2)]
    public void Errors_stay_within_their_bound(int outputs, int channels, double most)
    {
        using var _ = new WinogradSetting(false);
        var g = Conv2DGeometry.Create(6, 12, 12, channels, 32, 3, 3, 1, 1, 1, 1, 1, same: true);
        var direct = new Conv2DCase(g);
        var winograd = new WinogradCase(g, outputs);
        double[] y = Conv2DReference.Forward(g, direct.X, direct.Kernel);
        double[] dx = Conv2DReference.BackwardInput(g, direct.DY, direct.Kernel);
        double[] dkernel = Conv2DReference.BackwardKernel(g, direct.X, direct.DY);

        Compare(y, direct.Forward(), winograd.Forward(useBias: false, FusedActivation.None), most);

        // The plain gradients are sums of partial sums here and there, which makes them more exact than the definition.
        Compare(dx, direct.BackwardInput(), winograd.BackwardInput(null), 1.5 * most);
        Compare(dkernel, direct.BackwardKernel(), winograd.BackwardKernel(null), 1.5 * most);
    }

    private static void Compare(double[] exact, float[] direct, float[] winograd, double most)
    {
        double size = Math.Sqrt(exact.Average(v => v * v));
        (double meanOfDirect, double largestOfDirect) = Error(exact, direct, size);
        (double mean, double largest) = Error(exact, winograd, size);
        Assert.InRange(mean, 0, most * meanOfDirect);
        Assert.InRange(largest, 0, 2 * most * largestOfDirect);
        Assert.InRange(mean, 0, 2e-6);
        Assert.InRange(largest, 0, 2e-5);
    }

    private static (double Mean, double Largest) Error(double[] exact, float[] actual, double size)
    {
        double[] errors = [.. exact.Zip(actual, (a, b) => Math.Abs(a - b) / size)];
        return (Math.Sqrt(errors.Average(v => v * v)), errors.Max());
    }
}
