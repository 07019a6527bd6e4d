using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Memory;

public class CopyKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(100_001)]
    public void Every_value_is_copied(int length)
    {
        float[] x = TestData.Uniform(length, 1);
        var y = new Fenced(length);

        CopyKernel.Run(x, y.Span);

        TestData.AssertSameBits(x, y.Span, "copy");
        y.AssertIntact();
    }
}
