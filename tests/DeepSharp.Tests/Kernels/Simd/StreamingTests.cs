using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Simd;

public class StreamingTests
{
    // More than 32 MB, which is where results are streamed, and no multiple of any register.
    private const int Length = 8 * 1024 * 1024 + 37;

    [Fact]
    public void A_streamed_result_has_the_bits_of_an_ordinary_one()
    {
        float[] x = Samples.Uniform(Length, 1, 6), y = Samples.Uniform(Length, 2), result = new float[Length], expected = new float[Length];

        // Wherever the result starts relative to a register; a copy in place is never streamed.
        foreach (int offset in (int[])[0, 1, 5])
        {
            int count = Length - offset;
            x.CopyTo(expected, 0);
            UnaryKernels.Map(expected.AsSpan(0, count), expected.AsSpan(0, count), default(SigmoidFunction));
            UnaryKernels.Map(x.AsSpan(0, count), result.AsSpan(offset), default(SigmoidFunction));
            Assert.True(result.AsSpan(offset).SequenceEqual(expected.AsSpan(0, count)));

            x.CopyTo(expected, 0);
            BinaryKernels.Map(expected.AsSpan(0, count), y.AsSpan(0, count), expected.AsSpan(0, count), default(SubtractFunction));
            BinaryKernels.Map(x.AsSpan(0, count), y.AsSpan(0, count), result.AsSpan(offset), default(SubtractFunction));
            Assert.True(result.AsSpan(offset).SequenceEqual(expected.AsSpan(0, count)));
        }
    }

    [Fact]
    public void Streaming_pays_for_large_results_that_are_not_their_own_operand()
    {
        float[] large = new float[Length], other = new float[Length], small = new float[1000];

        Assert.True(Streaming.Pays(large, other));
        Assert.False(Streaming.Pays(large, large));
        Assert.False(Streaming.Pays(small, other));
    }
}
