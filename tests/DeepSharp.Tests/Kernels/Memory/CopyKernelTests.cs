using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Memory;

public class CopyKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(200_003)]
    public void Every_value_is_copied_and_nothing_else_touched(int length)
    {
        float[] source = Samples.Uniform(length, 1);
        var target = new Guarded(length);

        CopyKernel.Copy(source, target.Span);

        Assert.Equal(source, target.Checked());
    }

    [Fact]
    public void Lengths_that_differ_are_refused() => Assert.Throws<ArgumentException>(() => CopyKernel.Copy(new float[3], new float[4]));
}
