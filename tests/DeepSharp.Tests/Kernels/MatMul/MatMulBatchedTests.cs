using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.MatMul;

public class MatMulBatchedTests
{
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public void Every_matrix_of_the_batch_agrees_with_the_reference(bool shareA, bool shareB, bool shareC)
    {
        foreach ((bool transposeA, bool transposeB) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            Check(batch: 5, rows: 6, inner: 7, columns: 9, transposeA, transposeB, shareA, shareB, shareC, accumulate: false);
            Check(batch: 3, rows: 20, inner: 33, columns: 40, transposeA, transposeB, shareA, shareB, shareC, accumulate: true);
            Check(batch: 1, rows: 1, inner: 4, columns: 3, transposeA, transposeB, shareA, shareB, shareC, accumulate: true);
        }
    }

    [Fact]
    public void A_batch_of_none_is_no_work() =>
        MatMulKernels.MultiplyBatched([], false, [], false, [], batch: 0, new BatchStrides(6, 6, 4), 2, 3, 2, accumulate: false);

    [Fact]
    public void A_batch_allocates_nothing_and_any_number_of_threads_gives_the_same_bits()
    {
        const int batch = 40, size = 48;
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, batch * size * size).Select(_ => random.NextSingle() - 0.5f)];
        var strides = new BatchStrides(size * size, size * size, size * size);
        float[] one = new float[a.Length], two = new float[a.Length];

        void Multiply(float[] c) =>
            MatMulKernels.MultiplyBatched(a, false, a, true, c, batch, strides, size, size, size, accumulate: false);

        using (new ThreadCount(1)) Multiply(one);
        using var _ = new ThreadCount(2);
        AllocationAssert.Zero(() => Multiply(two));

        Assert.Equal(one, two);
    }

    private static void Check(
        int batch, int rows, int inner, int columns, bool transposeA, bool transposeB,
        bool shareA, bool shareB, bool shareC, bool accumulate)
    {
        var strides = new BatchStrides(shareA ? 0 : rows * inner, shareB ? 0 : inner * columns, shareC ? 0 : rows * columns);
        float[] a = Values(shareA ? 1 : batch, rows * inner), b = Values(shareB ? 1 : batch, inner * columns);
        float[] c = Values(shareC ? 1 : batch, rows * columns);
        double[] expected = [.. c.Select(value => accumulate ? (double)value : 0)];
        for (int i = 0; i < batch; i++)
        {
            float[] left = a[(int)(i * strides.A)..][..(rows * inner)], right = b[(int)(i * strides.B)..][..(inner * columns)];
            double[] product = MatMulReference.Multiply(left, transposeA, right, transposeB, rows, inner, columns);
            for (int j = 0; j < product.Length; j++) expected[i * strides.C + j] += product[j];
        }

        MatMulKernels.MultiplyBatched(a, transposeA, b, transposeB, c, batch, strides, rows, inner, columns, accumulate);

        Assert.Equal(expected, c.Select(value => (double)value));
    }

    // Whole numbers: float sums are exact.
    private static float[] Values(int matrices, int size)
    {
        var random = new Random(matrices * 1000 + size);
        return [.. Enumerable.Range(0, matrices * size).Select(_ => (float)random.Next(-4, 5))];
    }
}
