using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Products with a vector. They read every value of the matrix once, so memory decides: the matrix is read in place, in the order it has.
/// </summary>
internal static unsafe class MatrixVector
{
    /// <summary>Values of a matrix (half a megabyte, some 20 microseconds) that are worth a second thread.</summary>
    private const long ParallelValues = 1 << 17;

    private const long ValuesPerChunk = 1 << 15;

    /// <summary>y[i] (+)= Σ m[i·length + k]·x[k]: one dot product a row.</summary>
    public static void RowDots<TSimd>(float* m, int rows, int length, float* x, float* y, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int grain = (int)Math.Clamp(ValuesPerChunk / length, 1, rows);
        WorkerPool.For(rows, (long)rows * length < ParallelValues ? rows : grain, new RowDotsBody<TSimd>(m, length, x, y, accumulate));
    }

    /// <summary>y[j] (+)= Σ x[k]·m[k·columns + j]: a sum of rows.</summary>
    public static void CombineRows<TSimd>(float* m, int rows, int columns, float* x, float* y, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int grain = (int)Math.Clamp(ValuesPerChunk / rows / 128 * 128, 128, (columns - 1) / 128 * 128 + 128);
        if ((long)rows * columns < ParallelValues) grain = columns;
        WorkerPool.For(columns, grain, new RowCombination<TSimd>(m, rows, columns, x, y, accumulate));
    }

    private readonly struct RowDotsBody<TSimd>(float* m, int length, float* x, float* y, bool accumulate) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Invoke(int start, int end)
        {
            int width = TSimd.Width, i = start;
            for (; i <= end - 4; i += 4)
            {
                // Four rows at a time share the loads of x and hide the latency of the additions.
                float* r0 = m + (nint)i * length, r1 = r0 + length, r2 = r1 + length, r3 = r2 + length;
                TSimd s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
                TSimd t0 = TSimd.Zero, t1 = TSimd.Zero, t2 = TSimd.Zero, t3 = TSimd.Zero;
                int k = 0;
                for (; k <= length - 2 * width; k += 2 * width)
                {
                    TSimd v = TSimd.Load(x + k), w = TSimd.Load(x + k + width);
                    TSimd.AddProduct(ref s0, TSimd.Load(r0 + k), v);
                    TSimd.AddProduct(ref t0, TSimd.Load(r0 + k + width), w);
                    TSimd.AddProduct(ref s1, TSimd.Load(r1 + k), v);
                    TSimd.AddProduct(ref t1, TSimd.Load(r1 + k + width), w);
                    TSimd.AddProduct(ref s2, TSimd.Load(r2 + k), v);
                    TSimd.AddProduct(ref t2, TSimd.Load(r2 + k + width), w);
                    TSimd.AddProduct(ref s3, TSimd.Load(r3 + k), v);
                    TSimd.AddProduct(ref t3, TSimd.Load(r3 + k + width), w);
                }

                s0 += t0;
                s1 += t1;
                s2 += t2;
                s3 += t3;
                for (; k <= length - width; k += width)
                {
                    TSimd v = TSimd.Load(x + k);
                    TSimd.AddProduct(ref s0, TSimd.Load(r0 + k), v);
                    TSimd.AddProduct(ref s1, TSimd.Load(r1 + k), v);
                    TSimd.AddProduct(ref s2, TSimd.Load(r2 + k), v);
                    TSimd.AddProduct(ref s3, TSimd.Load(r3 + k), v);
                }

                Finish(i, TSimd.Sum(s0), r0, k);
                Finish(i + 1, TSimd.Sum(s1), r1, k);
                Finish(i + 2, TSimd.Sum(s2), r2, k);
                Finish(i + 3, TSimd.Sum(s3), r3, k);
            }

            for (; i < end; i++)
            {
                float* row = m + (nint)i * length;
                TSimd s = TSimd.Zero, t = TSimd.Zero;
                int k = 0;
                for (; k <= length - 2 * width; k += 2 * width)
                {
                    TSimd.AddProduct(ref s, TSimd.Load(row + k), TSimd.Load(x + k));
                    TSimd.AddProduct(ref t, TSimd.Load(row + k + width), TSimd.Load(x + k + width));
                }

                // In the order of the four above: a row alone has the bits that it has among others.
                s += t;
                for (; k <= length - width; k += width) TSimd.AddProduct(ref s, TSimd.Load(row + k), TSimd.Load(x + k));
                Finish(i, TSimd.Sum(s), row, k);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Finish(int i, float sum, float* row, int k)
        {
            for (; k < length; k++) sum = float.MultiplyAddEstimate(row[k], x[k], sum);
            y[i] = accumulate ? y[i] + sum : sum;
        }
    }
}
