using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Losses;

public class LabelKernelsTests
{
    [Theory]
    [InlineData(new float[] { 0, 1, 9 }, null, -1)]
    [InlineData(new float[] { 0, 10, 11 }, null, 1)]
    [InlineData(new float[] { 0, 1, -1 }, null, 2)]
    [InlineData(new float[] { 0, 1, -1 }, -1, -1)]
    [InlineData(new float[] { 255, 1, 254 }, 255, 2)]
    [InlineData(new float[] { 0.5f }, null, 0)]
    [InlineData(new float[] { 3, float.NaN }, null, 1)]
    [InlineData(new float[] { 3, float.PositiveInfinity }, 3, 1)]
    [InlineData(new float[] { 4294967296f }, null, 0)]
    [InlineData(new float[] { }, null, -1)]
    public void FirstInvalidLabel_finds_what_is_no_class(float[] labels, int? ignoreClass, int expected) =>
        Assert.Equal(expected, LabelKernels.FirstInvalidLabel(labels, 10, ignoreClass));
}
