using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class FiniteKernelTests
{
    private static readonly float[] s_finite = [0f, -0f, 1f, float.MaxValue, float.MinValue, float.Epsilon, -1e-40f];

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_value_that_is_not_finite_is_found_wherever_it_stands(float value)
    {
        for (int length = 1; length < 200; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(i => s_finite[i % s_finite.Length])];
            Assert.True(FiniteKernel.IsFinite(values));
            Assert.Equal(-1, FiniteKernel.FirstNotFinite(values));
            for (int place = 0; place < length; place++)
            {
                float before = values[place];
                values[place] = value;
                Assert.False(FiniteKernel.IsFinite(values), $"{value} at {place} of {length}");
                Assert.Equal(place, FiniteKernel.FirstNotFinite(values));
                values[place] = before;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Several_threads_find_it(int threads)
    {
        using var count = new ThreadCount(threads);
        float[] values = new float[300_001];
        Assert.True(FiniteKernel.IsFinite(values));
        foreach (int place in new[] { 0, 32_767, 32_768, 200_000, 300_000 })
        {
            values[place] = float.NaN;
            Assert.False(FiniteKernel.IsFinite(values));
            values[place] = 0f;
        }
    }

    [Fact]
    public void The_largest_magnitude_is_infinite_where_one_is_not_finite()
    {
        for (int length = 1; length < 80; length++)
        {
            float[] values = new float[length];
            for (int place = 0; place < length; place++)
            {
                values[place] = -3f;
                Assert.Equal(3, FiniteKernel.Largest(values));
                values[place] = float.NaN;
                Assert.Equal(double.PositiveInfinity, FiniteKernel.Largest(values));
                values[place] = 0f;
            }
        }
    }

    [Theory]
    [InlineData(1e9f, 1e9f, 2, true)]
    [InlineData(1e9f, 1e9f, 1000, false)]
    [InlineData(float.NaN, 0f, 2, false)]
    [InlineData(float.PositiveInfinity, 1f, 2, false)]
    public void Sums_of_products_are_judged_by_their_factors(float left, float right, int terms, bool isFinite) =>
        Assert.Equal(isFinite, ProductBound.IsFinite([left], [right], terms, 8));

    [Fact]
    public void Factors_that_are_not_far_fewer_say_nothing() => Assert.False(ProductBound.IsFinite([1f], [1f], 1, 7));

    [Theory]
    [InlineData(1.8e19f, true)]
    [InlineData(-1.9e19f, false)]
    public void A_scale_says_how_large_values_may_be(float value, bool isFinite)
    {
        foreach (int length in (int[])[1, 70])
        {
            float[] values = [.. Enumerable.Repeat(1f, length - 1), value];
            Assert.Equal(isFinite, FiniteKernel.IsFinite(values, 1.8446744e19f));
            Assert.Equal(isFinite ? -1 : length - 1, FiniteKernel.FirstNotFinite(values, 1.8446744e19f));
        }
    }

    [Fact]
    public void Of_none_all_are_finite() => Assert.True(FiniteKernel.IsFinite([]));

    [Theory]
    [InlineData(1f)]
    [InlineData(1e25f)]
    [InlineData(3.4e38f)]
    public void The_norm_of_gradients_is_right_beyond_the_squares_of_floats(float value)
    {
        float[] values = [.. Enumerable.Repeat(value, 5000)];
        Assert.Equal(1, GradientNorm.SumOfSquares(values) / (5000.0 * value * value), 1e-5);
    }
}
