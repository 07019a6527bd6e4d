namespace DeepSharp.Kernels;

/// <summary>
/// Sums over the middle axis of (outer, rows, columns). Work is cut into blocks of rows and strips of columns that depend on the shape
/// alone; the sums of blocks are added in order, in double precision.
/// </summary>
internal static unsafe class ColumnSums
{
    private const int Strip = 1024;
    private const int BlockElements = 32768;
    private const int LeastRows = 64;

    /// <summary>sums[o, c] (+)= scale·Σ source[o, r, c]</summary>
    public static void Run<TSource>(TSource source, int outer, int rows, int columns, float* sums, float scale, bool accumulate)
        where TSource : unmanaged, IValueSource
    {
        // The last strip takes the remainder of the columns, so a strip has up to 2,047 of them.
        int strips = Math.Max(1, columns / Strip), width = Math.Min(columns, Strip);
        int blockRows = Math.Max(LeastRows, BlockElements / width);
        int blocks = Math.Max(1, (rows + blockRows - 1) / blockRows);
        float* partial = blocks == 1 ? null : Scratch.Get(ScratchSlot.PartialSums, (long)outer * blocks * columns);
        var body = new BlockBody<TSource>(source, rows, columns, strips, blockRows, blocks, partial, sums, scale, accumulate);
        int grain = Math.Max(1, BlockElements / (Math.Max(1, Math.Min(rows, blockRows)) * width));
        WorkerPool.For(outer * blocks * strips, grain, body);
        if (blocks > 1)
        {
            var combine = new CombineBody(partial, blocks, columns, sums, scale, accumulate);
            WorkerPool.For(outer * columns, Math.Max(1, BlockElements / blocks), combine);
        }
    }

    // One index is a strip of a block.
    private readonly struct BlockBody<TSource>(
        TSource source, int rows, int columns, int strips, int blockRows, int blocks, float* partial, float* sums, float scale,
        bool accumulate)
        : IRangeBody where TSource : unmanaged, IValueSource
    {
        public void Invoke(int start, int end)
        {
            float* own = stackalloc float[Math.Min(columns, 2 * Strip)];
            for (int i = start; i < end; i++)
            {
                (int block, int strip) = Math.DivRem(i, strips);
                (int o, int blockOfOuter) = Math.DivRem(block, blocks);
                int row = blockOfOuter * blockRows, column = strip * Strip;
                int width = strip == strips - 1 ? columns - column : Strip;
                nint at = ((nint)o * rows + row) * columns + column;
                float* to = partial == null ? own : partial + (nint)block * columns + column;
                ColumnSumBlock.Run(source, at, Math.Min(blockRows, rows - row), width, columns, to);
                if (partial == null) Write(own, sums + (nint)o * columns + column, width);
            }
        }

        private void Write(float* from, float* to, int count)
        {
            for (int i = 0; i < count; i++) to[i] = accumulate ? to[i] + from[i] * scale : from[i] * scale;
        }
    }

    // One index is one sum.
    private readonly struct CombineBody(float* partial, int blocks, int columns, float* sums, float scale, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                (int o, int column) = Math.DivRem(i, columns);
                float* from = partial + (nint)o * blocks * columns + column;
                double sum = 0;
                for (int block = 0; block < blocks; block++, from += columns) sum += *from;
                sums[i] = (float)(accumulate ? sums[i] + sum * scale : sum * scale);
            }
        }
    }
}
