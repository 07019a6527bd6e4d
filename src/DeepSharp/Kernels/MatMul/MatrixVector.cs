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
        WorkerPool.For(columns, grain, new CombineRowsBody<TSimd>(m, rows, columns, x, y, accumulate));
    }

    private readonly struct RowDotsBody<TSimd>(float* m, int length, float* x, float* y, bool accumulate) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public void Invoke(int start, int end)
        {
            int i = start;
            for (; i <= end - 4; i += 4)
            {
                // Four rows at a time share the loads of x and hide the latency of the additions.
                float* r0 = m + (nint)i * length, r1 = r0 + length, r2 = r1 + length, r3 = r2 + length;
                TSimd s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
                int k = 0;
                for (; k <= length - TSimd.Width; k += TSimd.Width)
                {
                    TSimd v = TSimd.Load(x + k);
                    s0 = TSimd.MultiplyAdd(TSimd.Load(r0 + k), v, s0);
                    s1 = TSimd.MultiplyAdd(TSimd.Load(r1 + k), v, s1);
                    s2 = TSimd.MultiplyAdd(TSimd.Load(r2 + k), v, s2);
                    s3 = TSimd.MultiplyAdd(TSimd.Load(r3 + k), v, s3);
                }

                Finish(i, TSimd.Sum(s0), r0, k);
                Finish(i + 1, TSimd.Sum(s1), r1, k);
                Finish(i + 2, TSimd.Sum(s2), r2, k);
                Finish(i + 3, TSimd.Sum(s3), r3, k);
            }

            for (; i < end; i++)
            {
                float* row = m + (nint)i * length;
                TSimd sum = TSimd.Zero;
                int k = 0;
                for (; k <= length - TSimd.Width; k += TSimd.Width) sum = TSimd.MultiplyAdd(TSimd.Load(row + k), TSimd.Load(x + k), sum);
                Finish(i, TSimd.Sum(sum), row, k);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Finish(int i, float sum, float* row, int k)
        {
            for (; k < length; k++) sum = float.MultiplyAddEstimate(row[k], x[k], sum);
            y[i] = accumulate ? y[i] + sum : sum;
        }
    }

    private readonly struct CombineRowsBody<TSimd>(float* m, int rows, int columns, float* x, float* y, bool accumulate) : IRangeBody
        where TSimd : unmanaged, ISimd<TSimd>
    {
        public void Invoke(int start, int end)
        {
            int j = start;
            for (; j <= end - 8 * TSimd.Width; j += 8 * TSimd.Width) CombineEight(j);
            for (; j <= end - 4 * TSimd.Width; j += 4 * TSimd.Width) CombineFour(j);
            for (; j <= end - TSimd.Width; j += TSimd.Width) CombineOne<TSimd>(j);
            for (; j < end; j++) CombineOne<F1>(j);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void CombineEight(int j)
        {
            int width = TSimd.Width;
            float* row = m + j;
            Pair<TSimd> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int k = 0; k < rows; k++, row += columns)
            {
                TSimd v = TSimd.Splat(x[k]);
                s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
                s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
                s2.MultiplyAdd(v, TSimd.Load(row + 4 * width), TSimd.Load(row + 5 * width));
                s3.MultiplyAdd(v, TSimd.Load(row + 6 * width), TSimd.Load(row + 7 * width));
            }

            Finish(s0, y + j);
            Finish(s1, y + j + 2 * width);
            Finish(s2, y + j + 4 * width);
            Finish(s3, y + j + 6 * width);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void CombineFour(int j)
        {
            int width = TSimd.Width;
            float* row = m + j;
            Pair<TSimd> s0 = default, s1 = default;
            for (int k = 0; k < rows; k++, row += columns)
            {
                TSimd v = TSimd.Splat(x[k]);
                s0.MultiplyAdd(v, TSimd.Load(row), TSimd.Load(row + width));
                s1.MultiplyAdd(v, TSimd.Load(row + 2 * width), TSimd.Load(row + 3 * width));
            }

            Finish(s0, y + j);
            Finish(s1, y + j + 2 * width);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void CombineOne<TOne>(int j) where TOne : unmanaged, ISimd<TOne>
        {
            float* row = m + j;
            TOne sum = TOne.Zero;
            for (int k = 0; k < rows; k++, row += columns) sum = TOne.MultiplyAdd(TOne.Splat(x[k]), TOne.Load(row), sum);
            TOne.Store(accumulate ? TOne.Load(y + j) + sum : sum, y + j);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Finish(Pair<TSimd> sums, float* destination)
        {
            if (accumulate) sums.AddTo(destination, TSimd.Width);
            else sums.StoreTo(destination, TSimd.Width);
        }
    }
}
