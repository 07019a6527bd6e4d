using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Normalization;

public unsafe class ChannelPatternTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(3, 32)]
    [InlineData(16, 4)]
    [InlineData(24, 4)]
    [InlineData(64, 1)]
    [InlineData(65, 1)]
    [InlineData(2048, 1)]
    public void Rows_lie_side_by_side_until_they_fill_registers(int channels, int copies) =>
        Assert.Equal(copies, new ChannelPattern(channels).Copies);

    [Fact]
    public void Short_patterns_fill_whole_registers()
    {
        for (int channels = 1; channels < 64; channels++)
        {
            var pattern = new ChannelPattern(channels);
            Assert.Equal(0, pattern.Width % 16);
            Assert.InRange(pattern.Width, 64, 1024);
        }
    }

    [Fact]
    public void Repeat_and_fold_are_opposites()
    {
        var pattern = new ChannelPattern(20);
        float* values = stackalloc float[pattern.Width];
        for (int i = 0; i < pattern.Channels; i++) values[i] = i;

        pattern.Repeat(values);
        Assert.Equal(19, values[pattern.Width - 1]);

        pattern.Fold(values);
        for (int i = 0; i < pattern.Channels; i++) Assert.Equal(i * pattern.Copies, values[i]);
    }
}
