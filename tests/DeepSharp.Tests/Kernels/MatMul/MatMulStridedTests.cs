using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.MatMul;

public unsafe class MatMulStridedTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 40, 1)]
    [InlineData(1, 7, 33)]
    [InlineData(30, 17, 50)]
    [InlineData(3, 1, 1)]
    public void Rows_may_be_further_apart_than_they_are_long(int rows, int inner, int columns)
    {
        foreach ((bool transposeA, bool transposeB) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            (int aRows, int aColumns) = transposeA ? (inner, rows) : (rows, inner);
            (int bRows, int bColumns) = transposeB ? (columns, inner) : (inner, columns);
            float[] a = TestData.Uniform(aRows * (aColumns + 5), seed: 1), b = TestData.Uniform(bRows * (bColumns + 3), seed: 2);
            var c = new Guarded(TestData.Uniform(rows * columns, seed: 3));
            double[] want = new double[rows * columns];
            for (int i = 0; i < want.Length; i++)
            {
                (int row, int column) = (i / columns, i % columns);
                want[i] = c.Span[i];
                for (int k = 0; k < inner; k++)
                {
                    double left = transposeA ? a[k * (aColumns + 5) + row] : a[row * (aColumns + 5) + k];
                    want[i] += left * (transposeB ? b[column * (bColumns + 3) + k] : b[k * (bColumns + 3) + column]);
                }
            }

            fixed (float* pa = a, pb = b, pc = c.Span)
            {
                MatMulKernels.Multiply(pa, aColumns + 5, transposeA, pb, bColumns +
                    3, transposeB, pc, rows, inner, columns, accumulate: true);
            }

            TestData.AssertClose(want, c.Checked(), 1e-5, 1e-5, $"a{(transposeA ? "ᵀ" : "")}·b{(transposeB ? "ᵀ" : "")}");
        }
    }
}
