using System.Runtime.CompilerServices;
using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Memory;

public class AlignedArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(21_249)]
    [InlineData(21_250)]
    [InlineData(300_001)]
    public void Arrays_have_the_length_that_was_asked_for(int length)
    {
        Assert.Equal(length, AlignedArray.Keep<float>(length).Count);
        Assert.Equal(length, AlignedArray.KeepZeros<float>(length).Count);
        Assert.Equal(length, AlignedArray.Create<float>(length).Count);
        Assert.Equal(length, AlignedArray.CreateZeros<byte>(length).Count);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(300_001)]
    public void Kept_arrays_of_a_page_or_more_begin_at_a_cache_line(int length)
    {
        Assert.Equal(0, BeyondLine(AlignedArray.Keep<float>(length)));
        Assert.Equal(0, BeyondLine(AlignedArray.KeepZeros<float>(length)));
        Assert.Equal(0, BeyondLine(AlignedArray.Keep<byte>(4 * length)));
    }

    [Theory]
    [InlineData(21_250)]
    [InlineData(300_001)]
    public void Large_passing_arrays_begin_at_a_cache_line(int length)
    {
        Assert.Equal(0, BeyondLine(AlignedArray.Create<float>(length)));
        Assert.Equal(0, BeyondLine(AlignedArray.CreateZeros<float>(length)));
    }

    [Fact]
    public void Short_arrays_cost_no_slack()
    {
        Assert.Equal(1023, AlignedArray.Keep<float>(1023).Array!.Length);
        Assert.Equal(21_249, AlignedArray.Create<float>(21_249).Array!.Length);
    }

    [Fact]
    public void Zeros_are_zero()
    {
        for (int i = 0; i < 20; i++)
        {
            AlignedArray.Keep<float>(50_000).AsSpan().Fill(1f);

            Assert.Equal(-1, AlignedArray.KeepZeros<float>(50_000).AsSpan().IndexOfAnyExcept(0f));
            Assert.Equal(-1, AlignedArray.CreateZeros<float>(50_000).AsSpan().IndexOfAnyExcept(0f));
        }
    }

    [Fact]
    public void Large_tensors_weights_and_tensors_of_a_step_begin_at_a_cache_line()
    {
        Tensor large = Tensor.From(new float[160, 160]);
        Tensor weight = Initializer.Zeros.Create([32, 32]);
        Tensor step = new Workspace().Run(() => weight + 1f);

        Assert.Equal(0, BeyondLine(large.Span));
        Assert.Equal(0, BeyondLine(large.Clone().Span));
        Assert.Equal(0, BeyondLine(weight.Span));
        Assert.Equal(0, BeyondLine(step.Span));
    }

    // The arrays asked about are pinned, so that the address stays.
    private static unsafe long BeyondLine<T>(Span<T> values) where T : unmanaged => (long)Unsafe.AsPointer(ref values[0]) % 64;

    private static long BeyondLine<T>(ArraySegment<T> values) where T : unmanaged => BeyondLine(values.AsSpan());
}
