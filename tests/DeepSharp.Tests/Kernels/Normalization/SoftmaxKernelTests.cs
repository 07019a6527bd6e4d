using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Normalization;

public class SoftmaxKernelTests
{
    public static readonly (int Outer, int Axis, int Inner)[] Views =
        [(1, 1, 1), (3, 2, 1), (5, 10, 1), (2, 100, 1), (2, 5, 3), (1, 4, 16), (2, 3, 37), (1, 7, 100), (0, 3, 1)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_agree_with_double_precision_and_work_in_place(bool isLog)
    {
        foreach ((int outer, int axis, int inner) in Views)
        {
            float[] x = Samples.Uniform(outer * axis * inner, 1, 20);
            double[] expected = AxisReference.Map(x, outer, axis, inner, isLog ? AxisReference.LogSoftmax : AxisReference.Softmax);
            Guarded y = new(x.Length), inPlace = new(x);

            Forward(isLog, x, outer, axis, inner, y.Span);
            Forward(isLog, inPlace.Span, outer, axis, inner, inPlace.Span);

            // x − m is rounded by up to 40·2⁻²⁴, which the exponential turns into a relative error.
            Close.Assert(expected, y.Checked(), 3e-6, isLog ? 1e-6 : 1e-30, $"({outer}, {axis}, {inner})");
            Assert.Equal(y.Checked(), inPlace.Checked());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_agree_with_differences_of_the_double_function(bool isLog)
    {
        foreach ((int outer, int axis, int inner) in Views)
        {
            Func<double[], double[]> reference = isLog ? AxisReference.LogSoftmax : AxisReference.Softmax;
            float[] x = Samples.Uniform(outer * axis * inner, 1, 2), dy = Samples.Uniform(x.Length, 2), y = new float[x.Length];
            Forward(isLog, x, outer, axis, inner, y);
            double[] expected = Backward(x, dy, outer, axis, inner, reference);
            Guarded overwritten = new(dy), added = new(dy);

            Backward(isLog, y, overwritten.Span, outer, axis, inner, overwritten.Span, accumulate: false);
            Backward(isLog, y, dy, outer, axis, inner, added.Span, accumulate: true);

            Close.Assert(expected, overwritten.Checked(), 3e-6, 1e-6, $"({outer}, {axis}, {inner})");
            Close.Assert([.. expected.Zip(dy, (e, d) => e + d)], added.Checked(), 3e-6, 2e-6, $"added ({outer}, {axis}, {inner})");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Large_and_infinite_logits_do_not_overflow(int inner)
    {
        float[] x = new float[3 * inner], y = new float[x.Length], log = new float[x.Length];
        for (int i = 0; i < inner; i++) (x[i], x[inner + i], x[2 * inner + i]) = (30_000f, 30_000f, float.NegativeInfinity);

        SoftmaxKernels.Softmax(x, 1, 3, inner, y);
        SoftmaxKernels.LogSoftmax(x, 1, 3, inner, log);

        for (int i = 0; i < inner; i++)
        {
            Assert.Equal((0.5f, 0.5f, 0f), (y[i], y[inner + i], y[2 * inner + i]));
            Assert.Equal(-MathF.Log(2), log[i], 1e-6f);
            Assert.Equal(float.NegativeInfinity, log[2 * inner + i]);
        }
    }

    [Fact]
    public void Every_length_of_a_row_sums_to_one_and_logarithms_agree()
    {
        float[] x = Samples.Uniform(257, 1, 5);
        for (int length = 0; length <= 257; length++)
        {
            Guarded y = new(length), log = new(length);

            SoftmaxKernels.Softmax(x.AsSpan(0, length), 1, length, 1, y.Span);
            SoftmaxKernels.LogSoftmax(x.AsSpan(0, length), 1, length, 1, log.Span);

            double[] expected = AxisReference.Softmax([.. x.Take(length).Select(value => (double)value)]);
            Close.Assert(expected, y.Checked(), 3e-6, 0, $"length {length}");
            Close.Assert([.. expected.Select(value => Math.Log(value))], log.Checked(), 1e-6, 2e-6, $"log, length {length}");
        }
    }

    [Fact]
    public void Gradients_of_every_length_of_a_row_agree_with_the_formula()
    {
        float[] x = Samples.Uniform(257, 1, 5), dy = Samples.Uniform(257, 2);
        for (int length = 0; length <= 257; length++)
        {
            float[] row = x[..length], upstream = dy[..length], y = new float[length], log = new float[length];
            Guarded dx = new(length), dxOfLog = new(length);
            SoftmaxKernels.Softmax(row, 1, length, 1, y);
            SoftmaxKernels.LogSoftmax(row, 1, length, 1, log);

            SoftmaxKernels.AccumulateSoftmaxGradient(y, upstream, 1, length, 1, dx.Span, accumulate: false);
            SoftmaxKernels.AccumulateLogSoftmaxGradient(log, upstream, 1, length, 1, dxOfLog.Span, accumulate: false);

            // y·(g − Σ y·g), and of the logarithm g − y·Σ g
            double[] p = AxisReference.Softmax([.. row.Select(value => (double)value)]);
            double mean = p.Zip(upstream, (a, g) => a * g).Sum(), sum = upstream.Sum(g => (double)g);
            Close.Assert([.. p.Zip(upstream, (a, g) => a * (g - mean))], dx.Checked(), 3e-6, 1e-6, $"length {length}");
            Close.Assert([.. p.Zip(upstream, (a, g) => g - a * sum)], dxOfLog.Checked(), 3e-6, 2e-6, $"log, length {length}");
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_a_call_allocates_nothing()
    {
        float[] x = Samples.Uniform(40 * 1000, 1, 5);
        float[][] Run(int threads)
        {
            using var _ = new ThreadCount(threads);
            float[] rows = new float[x.Length], columns = new float[x.Length], dx = new float[x.Length];
            SoftmaxKernels.Softmax(x, 4000, 10, 1, rows);
            SoftmaxKernels.LogSoftmax(x, 40, 10, 100, columns);
            SoftmaxKernels.AccumulateSoftmaxGradient(rows, x, 4000, 10, 1, dx, accumulate: false);
            return [rows, columns, dx];
        }

        float[] y = new float[x.Length];

        Assert.Equal(Run(1), Run(2));
        AllocationAssert.Zero(() =>
        {
            SoftmaxKernels.Softmax(x, 4000, 10, 1, y);
            SoftmaxKernels.AccumulateLogSoftmaxGradient(x, x, 40, 10, 100, y, accumulate: true);
        });
    }

    private static double[] Backward(float[] x, float[] dy, int outer, int axis, int inner, Func<double[], double[]> reference)
    {
        double[] dx = new double[x.Length];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                double[] values = AxisReference.Line(x, o, axis, inner, i), gradients = AxisReference.Line(dy, o, axis, inner, i);
                double[] line = AxisReference.Backward(values, gradients, reference);
                for (int a = 0; a < axis; a++) dx[(o * axis + a) * inner + i] = line[a];
            }

        return dx;
    }

    private static void Forward(bool isLog, ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y)
    {
        if (isLog) SoftmaxKernels.LogSoftmax(x, outer, axis, inner, y);
        else SoftmaxKernels.Softmax(x, outer, axis, inner, y);
    }

    private static void Backward(
        bool isLog, float[] y, ReadOnlySpan<float> dy, int outer, int axis, int inner, Span<float> dx, bool accumulate)
    {
        if (isLog) SoftmaxKernels.AccumulateLogSoftmaxGradient(y, dy, outer, axis, inner, dx, accumulate);
        else SoftmaxKernels.AccumulateSoftmaxGradient(y, dy, outer, axis, inner, dx, accumulate);
    }
}
