using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Constraints;

public class NormKernelTests
{
    [Theory]
    [InlineData(0f, 0.5f, 1f)]
    [InlineData(1f, 1f, 1f)]
    [InlineData(0.5f, 1f, 0.25f)]
    [InlineData(0f, 0f, 1f)]
    public void Norms_of_all_lengths_over_either_axis_are_limited(float least, float most, float rate)
    {
        for (int length = 0; length <= 257; length++)
        {
            Check([3, length], [0], least, most, rate);
            Check([3, length], [1], least, most, rate);
            Check([length, 3], [0], least, most, rate);
        }
    }

    [Theory]
    [InlineData(new[] { 3, 3, 4, 8 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 3, 3, 4, 8 }, new[] { 0, 2 })]
    [InlineData(new[] { 3, 3, 4, 8 }, new[] { 1, 3 })]
    [InlineData(new[] { 3, 3, 4, 8 }, new[] { 3 })]
    [InlineData(new[] { 5, 1, 7 }, new[] { 1 })]
    [InlineData(new[] { 700, 3000 }, new[] { 0 })]
    [InlineData(new[] { 17 }, new[] { 0 })]
    public void Norms_over_any_axes_are_limited(int[] shape, int[] axes) => Check(shape, axes, 0.5f, 1.5f, 0.75f);

    [Fact]
    public void Zeros_stay_zeros()
    {
        float[] weights = new float[6];
        NormKernel.Limit(weights, BroadcastGeometry.Create([1, 3], [2, 3]), 1f, 1f, 1f);
        Assert.Equal(new float[6], weights);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_allocates_nothing()
    {
        float[] one = TestData.Uniform(513 * 777, 1), three = [.. one];
        BroadcastGeometry geometry = BroadcastGeometry.Create([1, 777], [513, 777]);
        using (new ThreadCount(1)) NormKernel.Limit(one, geometry, 0.5f, 1f, 0.5f);
        using (new ThreadCount(3))
        {
            NormKernel.Limit(three, geometry, 0.5f, 1f, 0.5f);
            TestData.AssertSameBits(one, three, "weights");
            AllocationAssert.Zero(() => NormKernel.Limit(three, geometry, 0.5f, 1f, 0.5f), warmup: 2, repeats: 3);
        }
    }

    [Fact]
    public void A_weight_of_another_length_is_refused() => Assert.Throws<ArgumentException>(
        () => NormKernel.Limit(new float[5], BroadcastGeometry.Create([1, 3], [2, 3]), 0f, 1f, 1f));

    private static void Check(int[] shape, int[] axes, float least, float most, float rate)
    {
        int[] norms = [.. shape.Select((length, axis) => axes.Contains(axis) ? 1 : length)];
        float[] start = TestData.Uniform(shape.Aggregate(1, (size, length) => size * length), 1);
        var weights = new Fenced(start);

        NormKernel.Limit(weights.Span, BroadcastGeometry.Create(norms, shape), least, most, rate);

        double[] want = Reference(start, shape, norms, least, most, rate);
        TestData.AssertClose(want, weights.Span, 1e-7, 2e-6, $"({string.Join(", ", shape)}) over ({string.Join(", ", axes)})");
        weights.AssertIntact();
    }

    private static double[] Reference(float[] weights, int[] shape, int[] norms, double least, double most, double rate)
    {
        int[] groups = [.. weights.Select((_, at) => GroupOf(at, shape, norms))];
        double[] squares = new double[weights.Length];
        for (int i = 0; i < weights.Length; i++) squares[groups[i]] += (double)weights[i] * weights[i];
        return [.. weights.Select((weight, i) =>
        {
            double norm = Math.Sqrt(squares[groups[i]]);
            return weight * (rate * Math.Clamp(norm, least, most) + (1 - rate) * norm) / (1e-7 + norm);
        })];
    }

    private static int GroupOf(int at, int[] shape, int[] norms)
    {
        (int group, int stride) = (0, 1);
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            (at, int index) = Math.DivRem(at, shape[axis]);
            if (norms[axis] == 1) continue;
            group += index * stride;
            stride *= norms[axis];
        }

        return group;
    }
}
