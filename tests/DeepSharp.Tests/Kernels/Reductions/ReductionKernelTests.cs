using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Reductions;

public class ReductionKernelTests
{
    /// <summary>(outer, axis, inner): rows, narrow and wide columns, sizes around registers, blocks (16,384) and strips (1,024).</summary>
    public static readonly (int Outer, int Axis, int Inner)[] Views =
    [
        (1, 1, 1), (1, 7, 1), (5, 33, 1), (300, 10, 1), (1, 2049, 1), (3, 16385, 1), (1, 40_000, 1),
        (1, 5, 2), (1, 100, 3), (1, 4000, 10), (1, 40, 15), (1, 63, 16), (1, 2100, 17), (1, 64, 32), (1, 1500, 33), (2, 1100, 50),
        (1, 130, 100), (1, 3, 1023), (1, 70, 1024), (1, 5, 2047), (1, 65, 2050), (4, 49, 65), (7, 3, 5), (1, 1, 40), (3, 0, 4), (0, 3, 4),
    ];

    [Fact]
    public void Sums_over_an_axis_agree_with_double_precision()
    {
        foreach ((int outer, int axis, int inner) in Views)
        {
            float[] x = Samples.Uniform(outer * axis * inner, 1), before = Samples.Uniform(outer * inner, 2);
            var overwritten = new Guarded(before);
            var added = new Guarded(before);

            ReductionKernels.SumAxis(x, outer, axis, inner, overwritten.Span);
            ReductionKernels.SumAxis(x, outer, axis, inner, added.Span, 0.5f, accumulate: true);

            double[] sums = AxisReference.Reduce(x, outer, axis, inner, line => line.Sum());
            // Half an ulp of partial sums, which are of the size of √axis, for each of the terms that one register adds up in a row.
            double tolerance = 3e-8 * Math.Sqrt(axis) * Math.Sqrt(Math.Min(axis, 1100)) + 3e-7;
            Close.Assert(sums, overwritten.Checked(), 1e-6, tolerance, $"({outer}, {axis}, {inner})");
            Close.Assert([.. sums.Zip(before, (s, b) => b + s / 2)], added.Checked(), 1e-6, tolerance, $"added ({outer}, {axis}, {inner})");
        }
    }

    [Fact]
    public void Sums_of_small_integers_are_exact_at_every_length()
    {
        float[] x = Samples.Integers(257 * 3, 1);
        for (int length = 0; length <= 257; length++)
        {
            var rows = new Guarded(3);
            var columns = new Guarded(length);

            ReductionKernels.SumAxis(x.AsSpan(0, 3 * length), 3, length, 1, rows.Span);
            ReductionKernels.AccumulateColumnSums(x.AsSpan(0, 3 * length), 3, length, columns.Span, accumulate: false);

            float[] byRow = rows.Checked();
            for (int r = 0; r < 3; r++) Assert.Equal(x.Skip(r * length).Take(length).Sum(), byRow[r]);
            Assert.Equal(Enumerable.Range(0, length).Select(c => x[c] + x[length + c] + x[2 * length + c]), columns.Checked());
            Assert.Equal(x.Take(length).Sum(), ReductionKernels.Sum(x.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_long_sum_keeps_its_precision()
    {
        float[] x = [.. Enumerable.Repeat(0.1f, 3_000_000)];

        float sum = ReductionKernels.Sum(x);

        Close.Assert(x.Length * (double)0.1f, sum, 1e-6, 0, () => "3,000,000 times 0.1");
    }

    [Fact]
    public void Masking_zeroes_where_the_output_is_not_positive_and_sums_the_rest()
    {
        (int, int)[] shapes = [(3, 5), (100, 10), (70, 32), (2100, 17), (1100, 100), (3, 2050), (1, 1), (9, 0), (50, 1)];
        foreach ((int rows, int columns) in shapes)
        {
            float[] y = Samples.Integers(rows * columns, 1, 1), g = Samples.Integers(rows * columns, 2);
            float[] before = Samples.Integers(columns, 3);
            float[] masked = [.. g.Zip(y, (gradient, output) => output > 0 ? gradient : 0f)];
            var alone = new Guarded(g);
            var fused = new Guarded(g);
            var sums = new Guarded(before);

            ReductionKernels.MaskByPositive(y, alone.Span);
            ReductionKernels.MaskAndColumnSums(y, fused.Span, rows, columns, sums.Span, accumulate: true);

            Assert.Equal(masked, alone.Checked());
            Assert.Equal(masked, fused.Checked());
            float[] expected = [.. before];
            for (int i = 0; i < masked.Length; i++) expected[i % columns] += masked[i];
            Assert.Equal(expected, sums.Checked());
        }
    }

    [Fact]
    public void Masking_clears_NaN_and_infinity_where_the_output_is_zero()
    {
        float[] g = [float.NaN, float.PositiveInfinity, 3f], y = [0f, 0f, 1f];

        ReductionKernels.MaskByPositive(y, g);

        Assert.Equal([0f, 0f, 3f], g);
    }

    [Fact]
    public void Extremes_and_their_positions_agree_with_a_plain_search()
    {
        foreach ((int outer, int axis, int inner) in Views.Where(view => view.Axis > 0))
        {
            float[] x = Samples.Integers(outer * axis * inner, 1, 3);
            Guarded max = new(outer * inner), min = new(outer * inner), argMax = new(outer * inner), argMin = new(outer * inner);

            ReductionKernels.Max(x, outer, axis, inner, max.Span);
            ReductionKernels.Min(x, outer, axis, inner, min.Span);
            ReductionKernels.ArgMax(x, outer, axis, inner, argMax.Span);
            ReductionKernels.ArgMin(x, outer, axis, inner, argMin.Span);

            string what = $"({outer}, {axis}, {inner})";
            Close.Assert(AxisReference.Reduce(x, outer, axis, inner, line => line.Max()), max.Checked(), 0, 0, "max " + what);
            Close.Assert(AxisReference.Reduce(x, outer, axis, inner, line => line.Min()), min.Checked(), 0, 0, "min " + what);
            double[] firstMax = AxisReference.Reduce(x, outer, axis, inner, line => Array.IndexOf(line, line.Max()));
            double[] firstMin = AxisReference.Reduce(x, outer, axis, inner, line => Array.IndexOf(line, line.Min()));
            Close.Assert(firstMax, argMax.Checked(), 0, 0, "position of max " + what);
            Close.Assert(firstMin, argMin.Checked(), 0, 0, "position of min " + what);
        }
    }

    [Fact]
    public void NaN_is_the_extreme_of_a_line_that_has_one()
    {
        float[] x = [1f, 5f, float.NaN, 2f, 3f, 9f], y = new float[2], at = new float[2];

        ReductionKernels.Max(x, 1, 3, 2, y);
        ReductionKernels.ArgMax(x, 1, 3, 2, at);

        Assert.Equal([float.NaN, 9f], y);
        Assert.Equal([1f, 2f], at);
    }

    [Fact]
    public void The_gradient_of_a_maximum_is_shared_among_equal_elements()
    {
        // Two columns: 3 at rows 0 and 2; 5 at row 1.
        float[] x = [3f, 1f, 2f, 5f, 3f, 4f];
        var dx = new Guarded([1f, 1f, 1f, 1f, 1f, 1f]);

        ReductionKernels.AccumulateExtremeGradient(x, [3f, 5f], [10f, 20f], 1, 3, 2, dx.Span, accumulate: true);

        Assert.Equal([6f, 1f, 1f, 21f, 6f, 1f], dx.Checked());
        ReductionKernels.AccumulateExtremeGradient(x, [3f, 5f], [10f, 20f], 1, 3, 2, dx.Span, accumulate: false);
        Assert.Equal([5f, 0f, 0f, 20f, 5f, 0f], dx.Checked());
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        (int, int, int)[] views = [(1, 200_000, 1), (3, 50_000, 1), (1, 9000, 32), (1, 30_000, 10), (2, 300, 1100), (20_000, 11, 1)];
        foreach ((int outer, int axis, int inner) in views)
        {
            float[] x = Samples.Uniform(outer * axis * inner, 1), y = Samples.Uniform(x.Length, 2);
            float[][] Run(int threads)
            {
                using var _ = new ThreadCount(threads);
                float[] sums = new float[outer * inner], max = new float[outer * inner], masked = [.. x], fused = new float[inner];
                ReductionKernels.SumAxis(x, outer, axis, inner, sums);
                ReductionKernels.Max(x, outer, axis, inner, max);
                ReductionKernels.MaskAndColumnSums(y, masked, outer * axis, inner, fused, accumulate: false);
                return [sums, max, masked, fused, [ReductionKernels.Sum(x)]];
            }

            float[][] one = Run(1);
            // Spans, since comparing large collections one by one takes longer than the kernels.
            Assert.All(one.Zip(Run(2)), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
            Assert.All(one.Zip(Run(3)), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        float[] x = Samples.Uniform(64_000, 1), sums = new float[32], y = new float[2000];

        AllocationAssert.Zero(() =>
        {
            ReductionKernels.MaskAndColumnSums(x, x, 2000, 32, sums, accumulate: true);
            ReductionKernels.AccumulateColumnSums(x, 2000, 32, sums, accumulate: false);
            ReductionKernels.SumAxis(x, 2000, 32, 1, y);
            ReductionKernels.ArgMax(x, 2000, 32, 1, y);
            ReductionKernels.Sum(x);
        });
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ReductionKernels.SumAxis(new float[6], 1, 3, 2, new float[3]));
        Assert.Throws<ArgumentException>(() => ReductionKernels.Max([], 1, 0, 1, new float[1]));
    }
}
