using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.MatMul;

public class MatMulKernelsTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_small_size_agrees_with_the_reference(bool transposeA, bool transposeB)
    {
        for (int rows = 1; rows <= 19; rows++)
        {
            for (int inner = 0; inner <= 19; inner++)
            {
                for (int columns = 1; columns <= 19; columns++)
                {
                    bool accumulate = (rows + inner + columns) % 2 == 0;
                    new MatMulCase(rows, inner, columns, transposeA, transposeB).CheckMultiply(accumulate);
                }
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Sizes_around_the_blocking_constants_agree_with_the_reference(bool transposeA, bool transposeB)
    {
        foreach ((int rows, int inner, int columns) in ((int, int, int)[])
        [
            (41, 3, 31), (42, 5, 32), (43, 4, 33), (57, 17, 63), (30, 16, 64), (29, 18, 65), (85, 7, 40), (2, 6, 97),
            (3, 255, 34), (15, 256, 49), (44, 257, 66), (60, 512, 35), (5, 513, 10), (200, 9, 130), (64, 769, 8),
            (1, 300, 200), (1, 40, 1), (300, 33, 1), (7, 600, 1), (193, 2, 515),
            (1024, 32, 64), (32, 1024, 64), (32, 64, 1024), (17, 512, 40), (60, 508, 70), (64, 32, 10), (32, 10, 64),
        ])
        {
            var one = new MatMulCase(rows, inner, columns, transposeA, transposeB);
            one.CheckMultiply(accumulate: false);
            one.CheckMultiply(accumulate: true);
        }
    }

    [Fact]
    public void A_right_operand_that_was_packed_gives_the_same_bits()
    {
        foreach (int rows in (int[])[1, 2, 7, 14, 29, 50, 200])
        {
            foreach (int inner in (int[])[0, 1, 16, 255, 256, 257, 600])
            {
                foreach (int columns in (int[])[2, 3, 8, 9, 15, 16, 17, 24, 31, 32, 40, 48, 64, 100, 144])
                {
                    new MatMulCase(rows, inner, columns).CheckPacked((rows + inner) % 2 == 0, (FusedActivation)((inner + columns) % 3));
                }
            }
        }

        new MatMulCase(70, 300, 2 * MatMulBlocking.BlockColumns + 37).CheckPacked(true, FusedActivation.ReLU6);
    }

    [Fact]
    public void More_columns_than_one_block_agree_with_the_reference()
    {
        int block = MatMulBlocking.BlockColumns;
        new MatMulCase(2, 3, 2 * block + 5).CheckMultiply(accumulate: false);
        new MatMulCase(50, 2, block + 33, transposeB: true).CheckMultiply(accumulate: true);
        new MatMulCase(45, 260, block + 1).CheckAddBias(true, FusedActivation.ReLU);
    }

    [Fact]
    public void Bias_and_activation_come_after_the_whole_sum()
    {
        foreach (int rows in (int[])[1, 2, 15, 45])
        {
            foreach (int inner in (int[])[0, 1, 8, 300])
            {
                foreach (int columns in (int[])[1, 2, 7, 8, 10, 16, 31, 32, 33, 70, 200])
                {
                    var one = new MatMulCase(rows, inner, columns);
                    one.CheckAddBias(withBias: true, FusedActivation.None);
                    one.CheckAddBias(withBias: true, FusedActivation.ReLU);
                    one.CheckAddBias(withBias: true, FusedActivation.ReLU6);
                    one.CheckAddBias(withBias: false, FusedActivation.ReLU);
                    one.CheckAddBias(withBias: false, FusedActivation.None);
                }
            }
        }
    }

    [Theory]
    [InlineData(3, 33)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    public void ReLU_keeps_NaN_and_infinity(int rows, int columns)
    {
        float[] x = [.. Enumerable.Repeat(1f, rows)], w = new float[columns], y = new float[rows * columns];
        w[0] = float.NaN;
        w[columns / 2] = columns > 1 ? float.PositiveInfinity : float.NaN;
        w[columns - 1] = columns > 1 ? float.NegativeInfinity : float.NaN;

        MatMulKernels.MultiplyAddBias(x, w, [], y, rows, inner: 1, columns, FusedActivation.ReLU);

        for (int i = 0; i < y.Length; i++) Assert.Equal(float.IsNaN(w[i % columns]) ? float.NaN : Math.Max(0, w[i % columns]), y[i]);
    }

    [Fact]
    public void No_rows_or_no_columns_is_no_work()
    {
        MatMulKernels.Multiply([], false, new float[12], false, [], rows: 0, inner: 3, columns: 4, accumulate: false);
        MatMulKernels.MultiplyAddBias(new float[6], [], [], [], rows: 2, inner: 3, columns: 0, FusedActivation.ReLU);
    }

    [Fact]
    public void An_operand_that_is_too_short_is_refused()
    {
        foreach ((int a, int b, int c) in ((int, int, int)[])[(5, 6, 4), (6, 5, 4), (6, 6, 3)])
        {
            Assert.Throws<ArgumentException>(
                () => MatMulKernels.Multiply(new float[a], false, new float[b], false, new float[c], 2, 3, 2, accumulate: false));
        }

        Assert.Throws<ArgumentException>(
            () => MatMulKernels.MultiplyAddBias(new float[6], new float[6], new float[1], new float[4], 2, 3, 2, FusedActivation.None));
    }

    [Theory]
    [InlineData(70, 300, 90)]
    [InlineData(128, 128, 128)]
    [InlineData(33, 1024, 64)]
    [InlineData(1, 700, 1000)]
    [InlineData(1000, 700, 1)]
    public void Any_number_of_threads_gives_the_same_bits(int rows, int inner, int columns)
    {
        var random = new Random(rows);
        float[] a = [.. Enumerable.Range(0, rows * inner).Select(_ => random.NextSingle() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, inner * columns).Select(_ => random.NextSingle() - 0.5f)];
        foreach ((bool transposeA, bool transposeB) in ((bool, bool)[])[(false, false), (true, false), (false, true)])
        {
            float[][] results = [.. ((int[])[1, 2, 5]).Select(threads =>
            {
                using var _ = new ThreadCount(threads);
                float[] c = new float[rows * columns];
                MatMulKernels.Multiply(a, transposeA, b, transposeB, c, rows, inner, columns, accumulate: false);
                return c;
            })];

            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(300)]
    public void A_row_alone_has_the_bits_that_it_has_among_others(int columns)
    {
        foreach (int inner in (int[])[1, 2, 7, 40, 256, 257, 300, 784, 1030, 1300])
        {
            const int rows = 21;
            float[] a = TestData.Uniform(rows * inner, seed: 1), b = TestData.Uniform(inner * columns, seed: 2);
            float[] all = TestData.Uniform(rows * columns, seed: 3), alone = [.. all];

            MatMulKernels.Multiply(a, false, b, false, all, rows, inner, columns, accumulate: inner % 2 == 0);
            for (int row = 0; row < rows; row++)
            {
                MatMulKernels.Multiply(
                    a.AsSpan(row * inner, inner), false, b, false, alone.AsSpan(row * columns, columns), 1, inner, columns,
                    accumulate: inner % 2 == 0);
            }

            Assert.Equal(all, alone);
        }
    }

    [Theory]
    [InlineData(32, 64, 10)]
    [InlineData(150, 270, 100)]
    [InlineData(1, 512, 512)]
    public void A_product_allocates_nothing(int rows, int inner, int columns)
    {
        using var _ = new ThreadCount(2);
        float[] a = new float[rows * inner], b = new float[inner * columns], bias = new float[columns], c = new float[rows * columns];

        AllocationAssert.Zero(() => MatMulKernels.MultiplyAddBias(a, b, bias, c, rows, inner, columns, FusedActivation.ReLU));
        AllocationAssert.Zero(() => MatMulKernels.Multiply(a, true, b, true, c, rows, inner, columns, accumulate: true));
    }
}
