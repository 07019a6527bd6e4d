using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Optimizers;

public class AdafactorKernelTests
{
    private const float Rate = 0.7f;

    private static readonly AdafactorOptions s_options = new(-0.8f, 1e-30f, 1e-3f, 0.9f);

    [Fact]
    public void Weights_of_all_lengths_without_rows_follow_the_rule()
    {
        for (int length = 0; length <= 257; length++) Check(length, 0, 0);
    }

    [Fact]
    public void Rows_and_columns_of_all_lengths_follow_the_rule()
    {
        for (int length = 1; length <= 129; length++)
        {
            Check(1, length, 3);
            Check(2, 3, length);
        }
    }

    [Theory]
    [InlineData(9, 4, 8)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 5)]
    public void Axes_before_rows_and_columns_have_means_of_their_own(int outer, int rows, int columns) => Check(outer, rows, columns);

    [Fact]
    public void Zero_gradients_leave_the_weight_alone()
    {
        float[] w = [1f, -2f];
        AdafactorKernel.Step(w, new float[2], new float[1], new float[2], new float[2], 1, 2, Rate, 1, s_options);
        Assert.Equal([1f, -2f], w);
    }

    // u is 1, and 1/0.9 times what the threshold allows. A weight of no size takes ε₂ for it.
    [Fact]
    public void A_weight_of_zero_has_the_size_of_the_second_epsilon()
    {
        float[] w = [0f];
        AdafactorKernel.Step(w, [2f], new float[1], Rate, 1, s_options);
        Assert.Equal(-0.7 * 1e-3 * 0.9, w[0], 1e-9);
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing()
    {
        (int rows, int columns) = (401, 499);
        float[] g = TestData.Uniform(rows * columns, 2), one = TestData.Uniform(rows * columns, 1), three = [.. one];
        float[] r = new float[rows], c = new float[columns], v = new float[rows * columns];
        using (new ThreadCount(1)) Step(one);
        Array.Clear(r);
        Array.Clear(c);
        using (new ThreadCount(3))
        {
            Step(three);
            TestData.AssertSameBits(one, three, "weights");
            AllocationAssert.Zero(() => Step(three), warmup: 2, repeats: 3);
        }

        void Step(float[] w) => AdafactorKernel.Step(w, g, r, c, v, rows, columns, Rate, 1, s_options);
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        float[] six = new float[6], two = new float[2], three = new float[3];
        Assert.Throws<ArgumentException>(() => AdafactorKernel.Step(six, two, six, Rate, 1, s_options));
        Assert.Throws<ArgumentException>(() => AdafactorKernel.Step(six, six, two, Rate, 1, s_options));
        Assert.Throws<ArgumentException>(() => AdafactorKernel.Step(six, six, three, three, six, 2, 3, Rate, 1, s_options));
        Assert.Throws<ArgumentException>(() => AdafactorKernel.Step(six, six, two, two, six, 2, 3, Rate, 1, s_options));
        Assert.Throws<ArgumentException>(() => AdafactorKernel.Step(six, six, two, three, three, 2, 3, Rate, 1, s_options));
    }

    private static void Check(int outer, int rows, int columns)
    {
        int length = rows == 0 ? outer : outer * rows * columns;
        float[] start = TestData.Uniform(length, 1), r = new float[outer * rows], c = new float[outer * columns];
        var (weights, squares) = (new Fenced(start), new Fenced(new float[length]));
        double[] w = [.. start.Select(value => (double)value)], v = new double[length];
        double[] rowMeans = new double[r.Length], columnMeans = new double[c.Length];
        if (length == 0)
        {
            AdafactorKernel.Step(weights.Span, [], squares.Span, Rate, 1, s_options);
            return;
        }

        for (int step = 1; step <= 4; step++)
        {
            float[] gradients = TestData.Uniform(length, step + 1);
            if (rows == 0) AdafactorKernel.Step(weights.Span, gradients, squares.Span, Rate, step, s_options);
            else AdafactorKernel.Step(weights.Span, gradients, r, c, squares.Span, rows, columns, Rate, step, s_options);
            OptimizerReference.Adafactor(
                w, [.. gradients.Select(value => (double)value)], rowMeans, columnMeans, v, rows, columns, step, Rate,
                (s_options.Beta2Decay, s_options.Epsilon1, s_options.Epsilon2, s_options.ClipThreshold));
        }

        string what = $"({outer}, {rows}, {columns})";
        TestData.AssertClose(w, weights.Span, 5e-6, 5e-6, $"weights {what}");
        TestData.AssertClose(rowMeans, r, 2e-6, 2e-6, $"rows {what}");
        TestData.AssertClose(columnMeans, c, 2e-6, 2e-6, $"columns {what}");
        TestData.AssertClose(v, squares.Span, 5e-6, 5e-6, $"squares {what}");
        weights.AssertIntact();
        squares.AssertIntact();
    }
}
